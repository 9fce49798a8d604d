META
key;value
description;Invented vote with odd projects
country;United Kingdom
unit;Riverside
instance;2026
num_projects;5
num_votes;6
budget;1000
vote_type;approval
rule;equalshares/add1
date_begin;2026
date_end;2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category;neighborhood;description
A/1;400;4;A very long name that tells everything about the project from its first idea to the last screw, A very long name that tells everything about the project from its first idea to the last screw;"green, and growing,play";Mill Lane;Twenty trees.
A/2;300;3;;play;;
A/3;999999999;2;Withdrawn after the vote;;;
A/4;999999999;0;Withdrawn before the vote;;;
A/5;200;1;Two	blanks;green;;
VOTES
voter_id;vote
1;A/1,A/2
2;A/1,A/3
3;A/1,A/2,A/5
4;A/1
5;A/2,A/3
6;
