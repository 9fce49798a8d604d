META
key;value
description;Invented vote, scoring
country;United Kingdom
unit;Riverside
instance;2026
num_projects;6
num_votes;30
budget;300
vote_type;scoring
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
min_points;1
max_points;5
language;en
currency;GBP
PROJECTS
project_id;cost;votes;score;name;category
1;100;30;85;Trees for Mill Lane;play
2;100;28;92;Benches in Weir Gardens;streets,access
3;150;27;80;A ramp for the old library;streets,access
4;50;28;95;Repair café;green
5;50;30;88;Lights on the towpath;streets,access
6;300;29;88;Swings at Cooper's Green;green
VOTES
voter_id;vote;points;age
v0;4,1,5,3,6,2;5,1,5,2,1,1;18
v1;1,2,6,3,5,4;5,1,2,5,1,5;19
v2;1,2,6,3,4,5;4,2,5,1,5,3;20
v3;2,1,6,4,5;5,1,5,1,5;21
v4;6,5,4,2,3,1;3,3,2,2,2,1;22
v5;5,4,3,6,2,1;5,1,1,5,4,2;23
v6;4,6,1,3,5,2;3,3,5,4,5,4;24
v7;3,4,1,5,2,6;3,4,3,1,4,3;25
v8;1,4,6,5,2;2,2,4,4,4;26
v9;4,6,3,1,2,5;4,3,4,2,2,1;27
v10;2,6,1,5,4,3;3,1,2,4,5,3;28
v11;3,2,1,5,6;4,4,4,1,4;29
v12;1,2,6,4,5,3;1,3,5,1,1,1;30
v13;5,1,3,4,6,2;2,5,4,2,3,3;31
v14;4,1,5,2,3,6;4,3,1,2,1,3;32
v15;4,2,1,6,5,3;5,1,5,3,1,3;33
v16;2,3,6,5,4,1;5,2,2,4,2,2;34
v17;3,1,5,2,6,4;2,5,3,4,3,3;35
v18;1,2,4,6,5,3;4,5,5,1,4,3;36
v19;6,1,4,3,5,2;2,4,3,1,4,4;37
v20;1,2,5,6,3;2,5,4,2,5;38
v21;6,3,2,5,1,4;1,1,5,2,4,2;39
v22;3,2,6,4,1,5;3,5,4,2,1,3;40
v23;5,6,4,3,1;5,2,5,5,1;41
v24;5,1,2,6,3,4;5,1,5,1,3,5;42
v25;4,1,5,6,3;3,1,1,5,4;43
v26;1,4,3,5,6,2;4,5,5,4,5,2;44
v27;3,5,2,4,1;4,1,4,4,3;45
v28;2,4,1,5,6;1,2,3,2,3;46
v29;2,1,4,6,5,3;2,4,5,4,3,4;47
