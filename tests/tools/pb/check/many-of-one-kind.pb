META
key;value
description;Small grants of Riverside
country;United Kingdom
unit;Riverside
instance;2026
num_projects;4
num_votes;10
budget;1000
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
min_length;1
max_length;3
language;en
currency;GBP
comment;#1: Invented.
PROJECTS
project_id;cost;votes;name;category;selected;latitude;longitude
1;400;0;Trees;green;1;51.50;-0.12
2;500;0;Benches;streets,play;1;51.51;-0.13
3;300;0;Swings;play;0;51.52;-0.14
4;100;0;Bat boxes;green;1;;
VOTES
voter_id;vote;age;sex;voting_method
a0;9;33;F;paper
b0;9;33;F;paper
a1;9;33;F;paper
b1;9;33;F;paper
a2;9;33;F;paper
b2;9;33;F;paper
a3;9;33;F;paper
b3;9;33;F;paper
a4;9;33;F;paper
b4;9;33;F;paper
