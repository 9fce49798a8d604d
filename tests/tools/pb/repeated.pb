META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;6
num_votes;30
budget;200
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
1;50;8;Trees for Mill Lane;green
2;60;6;Benches in Weir Gardens;green
3;70;3;A ramp for the old library;culture
4;80;8;Repair café;play
5;90;7;Lights on the towpath;culture
6;100;9;Swings at Cooper's Green;green
VOTES
voter_id;vote;age
v0;5,3;18
v1;2;19
v2;6,6;20
v3;;21
v4;5;22
v5;5,1;23
v6;5;24
v7;6,1,4,6;25
v8;6;26
v9;6,4;27
v10;2;28
v11;1;29
v12;;30
v13;5;31
v14;1,4,6;32
v15;2;33
v16;2,4,1,6;34
v17;4,4;35
v18;3;36
v19;;37
v20;6;38
v21;;39
v22;1,4,1;40
v23;2,1;41
v24;4;42
v25;1,5,6,4;43
v26;2,6,3;44
v27;;45
v28;;46
v29;5;47
