META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;3
num_votes;5
budget;10
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
1;40;2;Trees for Mill Lane;culture
2;50;1;Benches in Weir Gardens;streets,access
3;60;4;A ramp for the old library;play
VOTES
voter_id;vote;age
v0;3,2;18
v1;3,1;19
v2;3;20
v3;3,1;21
v4;;22
