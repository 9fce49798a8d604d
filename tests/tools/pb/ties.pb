META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;10
num_votes;6
budget;50
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
10;10;2;Trees for Mill Lane;culture
9;20;1;Benches in Weir Gardens;green
8;10;2;A ramp for the old library;culture
7;20;3;Repair café;play
6;30;0;Lights on the towpath;green
5;30;1;Swings at Cooper's Green;streets,access
4;10;1;A street market on Fridays;culture
3;20;2;Bat boxes;culture
2;40;1;"Bike racks; ten of them";culture
1;40;1;"Drinking water at ""The Hub""";green
VOTES
voter_id;vote;age
v0;5;18
v1;8,7;19
v2;10,9,8,2;20
v3;7,4,10;21
v4;3,1;22
v5;3,7;23
