META
key;value
description;Small grants of Riverside
country;United Kingdom
unit;Riverside
instance;2026
num_projects;4
num_votes;4
budget;1000
vote_type;cumulative
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
max_points;5
max_sum_points;6
language;en
currency;GBP
comment;#1: Invented.
PROJECTS
project_id;cost;votes;score;name;selected
1;400;3;9;Trees;1
2;500;3;8;Benches;1
3;300;2;5;Swings;0
4;100;0;0;Bat boxes;1
VOTES
voter_id;vote;points
a;1,2,3;3,2,1
b;1,2;5,1
c;2,1;5,1
d;3;4
