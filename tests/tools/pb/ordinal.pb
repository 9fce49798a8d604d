META
key;value
description;Invented vote, ordinal
country;United Kingdom
unit;Riverside
instance;2026
num_projects;9
num_votes;40
budget;250
vote_type;ordinal
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
max_length;3
language;en
currency;GBP
PROJECTS
project_id;cost;votes;score;name;category
1;50;10;15;Trees for Mill Lane;streets,access
2;100;4;6;Benches in Weir Gardens;streets,access
3;100;8;13;A ramp for the old library;green
4;50;8;15;Repair café;culture
5;60;2;4;Lights on the towpath;green
6;70;8;15;Swings at Cooper's Green;play
7;80;9;13;A street market on Fridays;streets,access
8;90;6;7;Bat boxes;streets,access
9;10;6;8;"Bike racks; ten of them";play
VOTES
voter_id;vote;age
v0;5,6,7;18
v1;9,1,7;19
v2;4,1;20
v3;2;21
v4;8;22
v5;7;23
v6;2,4,1;24
v7;4,7,3;25
v8;7;26
v9;2;27
v10;8;28
v11;3;29
v12;;30
v13;;31
v14;4;32
v15;3;33
v16;6;34
v17;9;35
v18;4,3,6;36
v19;7;37
v20;1;38
v21;7;39
v22;3;40
v23;2;41
v24;5;42
v25;1,6,9;43
v26;6;44
v27;8;45
v28;6,3,4;46
v29;3,1;47
v30;1;48
v31;6,7,1;49
v32;7,6,4;50
v33;1,8,9;51
v34;3,4,1;52
v35;8;53
v36;9;54
v37;9;55
v38;8;56
v39;;57
