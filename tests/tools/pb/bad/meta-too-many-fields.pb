META
key;value
description;Test vote
country;United Kingdom
unit;Riverside
instance;2026
num_projects;2
num_votes;2
budget;1;00
vote_type;approval
rule;greedy
date_begin;2026
date_end;2026
PROJECTS
project_id;cost;name
1;60;Trees
2;40;Benches
VOTES
voter_id;vote
a;1,2
b;2
