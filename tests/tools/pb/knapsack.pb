META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;10
num_votes;50
budget;500
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
max_sum_cost;500
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
1;100;10;Trees for Mill Lane;culture
2;100;5;Benches in Weir Gardens;play
3;200;5;A ramp for the old library;green
4;200;4;Repair café;streets,access
5;50;8;Lights on the towpath;culture
6;50;4;Swings at Cooper's Green;streets,access
7;150;8;A street market on Fridays;streets,access
8;150;6;Bat boxes;streets,access
9;300;8;"Bike racks; ten of them";culture
10;500;10;"Drinking water at ""The Hub""";green
VOTES
voter_id;vote;age
v0;10;18
v1;3,6,8;19
v2;10;20
v3;5,9;21
v4;4;22
v5;8,9;23
v6;3,4;24
v7;7,1,2;25
v8;10;26
v9;;27
v10;1;28
v11;8;29
v12;7,9;30
v13;10;31
v14;;32
v15;;33
v16;8;34
v17;5;35
v18;7,5,9;36
v19;10;37
v20;10;38
v21;1;39
v22;10;40
v23;3,6,2;41
v24;4,5,1;42
v25;;43
v26;8,2;44
v27;2;45
v28;3,1;46
v29;7;47
v30;2,1;48
v31;10;49
v32;10;50
v33;1;51
v34;1;52
v35;;53
v36;;54
v37;9,1;55
v38;5;56
v39;1;57
v40;6;58
v41;3;59
v42;7,8;60
v43;7,9;61
v44;9,5,7;62
v45;4,5,7;63
v46;5,9,6;64
v47;;65
v48;10;66
v49;;67
