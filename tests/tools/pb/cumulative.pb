META
key;value
description;Invented vote, cumulative
country;United Kingdom
unit;Riverside
instance;2026
num_projects;10
num_votes;45
budget;400
vote_type;cumulative
rule;greedy-threshold
date_begin;01.05.2026
date_end;31.05.2026
max_points;5
max_sum_points;7
min_project_score_threshold;10
language;en
currency;GBP
PROJECTS
project_id;cost;votes;score;name;category
1;100;4;12;Trees for Mill Lane;streets,access
2;100;9;25;Benches in Weir Gardens;green
3;100;11;20;A ramp for the old library;green
4;50;7;19;Repair café;play
5;50;11;34;Lights on the towpath;play
6;200;9;26;Swings at Cooper's Green;green
7;200;8;26;A street market on Fridays;play
8;30;12;24;Bat boxes;streets,access
9;30;8;18;"Bike racks; ten of them";streets,access
10;400;10;24;"Drinking water at ""The Hub""";green
VOTES
voter_id;vote;points;age
v0;5,2,8;2,1,1;18
v1;8,6,10,3;3,2,1,1;19
v2;7,9;5,2;20
v3;2,7,10,3;3,2,1,1;21
v4;2,4;3,1;22
v5;;;23
v6;6,4;5,2;24
v7;1,9;5,2;25
v8;5,6;5,1;26
v9;;;27
v10;9,4;5,2;28
v11;4;4;29
v12;4,3;5,1;30
v13;4,9,1,7;3,2,1,1;31
v14;7;5;32
v15;5,3;4,1;33
v16;7;5;34
v17;2,7,8;5,1,1;35
v18;7,2;5,2;36
v19;7,5;2,1;37
v20;6,5,8,9;3,2,1,1;38
v21;;;39
v22;10;3;40
v23;5;5;41
v24;9,6;4,3;42
v25;8,10;4,3;43
v26;8,10,3;4,2,1;44
v27;6,8;5,2;45
v28;5,10;4,3;46
v29;3,5;5,1;47
v30;1,8,3;5,1,1;48
v31;6,10,8;5,1,1;49
v32;5;5;50
v33;;;51
v34;8,9;4,1;52
v35;2;3;53
v36;3;2;54
v37;6,3,1;1,1,1;55
v38;10,8,2;5,1,1;56
v39;2,3,5;4,2,1;57
v40;3,4,8;4,2,1;58
v41;10,2;3,3;59
v42;6;1;60
v43;;;61
v44;5,10,9;4,2,1;62
