META
key;value
description;Small grants of Riverside
country;United Kingdom
unit;Riverside
instance;2026
num_projects;4
num_votes;6
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
1;400;5;Trees;green;1;51.50;-0.12
2;500;4;Benches;streets,play;1;51.51;-0.13
3;300;3;Swings;play;0;51.52;-0.14
4;100;1;Bat boxes;green;1;;
VOTES
voter_id;vote;age;sex;voting_method
a;1,2,3;34;F;paper
b;1,2;27;M;internet
c;1,3;40-59;F;paper
d;1,2;;;paper
e;1,2,4;71;O;paper
f;3;19;F;internet
