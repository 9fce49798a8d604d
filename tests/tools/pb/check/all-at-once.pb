Meta;
key;value;
description; Small grants of Riverside 
country;United Kingdom
unit;Riverside 
instance;2026
num_votes;9
budget;1.000,50
vote_type;Cumulative
rule;unknown
date_begin;2026
date_end;2026
max_length;three
max_sum_points;6
currency;GBP
;nobody's

Projects
project_id;Cost;votes;score;name;name
1;400;9;9;Trées;old trees
2;1'000.00;2;3;"Benches; red";

2;1'000.00;2;3;"Benches; red";
;5;;;none;
VOTES
voter_id;vote;points;
a;1, 2;3,2;;
b;1,2,;5,1
a;1,2;3,2
;2,9;4,1
c;1,2,1;3,x
d;2;-1
;;
