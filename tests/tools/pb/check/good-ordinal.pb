META
key;value
description;Small grants of Riverside
country;United Kingdom
unit;Riverside
instance;2026
num_projects;4
num_votes;3
budget;1000
vote_type;ordinal
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
min_length;1
max_length;3
language;en
currency;GBP
comment;#1: Invented.
PROJECTS
project_id;cost;votes;score;name;selected
1;400;3;6;Trees;1
2;500;2;4;Benches;1
3;300;2;4;Swings;0
4;100;1;1;Bat boxes;1
VOTES
voter_id;vote
a;1,2,3
b;2,1
c;3,1,4
