META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;3
num_votes;0
budget;100
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
1;40;0;Trees for Mill Lane;green
2;50;0;Benches in Weir Gardens;culture
3;60;0;A ramp for the old library;culture
VOTES
voter_id;vote;age
