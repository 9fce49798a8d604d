META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;12
num_votes;60
budget;1000
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
max_length;4
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
1;100;11;Trees for Mill Lane;play
2;200;6;Benches in Weir Gardens;streets,access
3;300;5;A ramp for the old library;streets,access
4;150;11;Repair café;green
5;150;8;Lights on the towpath;play
6;250;7;Swings at Cooper's Green;play
7;400;11;A street market on Fridays;streets,access
8;50;10;Bat boxes;play
9;120;13;"Bike racks; ten of them";streets,access
10;100;10;"Drinking water at ""The Hub""";streets,access
11;300;9;Zażółć gęślą jaźń;culture
12;200;9;Allotments;streets,access
VOTES
voter_id;vote;age
v0;10;18
v1;;19
v2;2;20
v3;8,12;21
v4;7,4,2,8;22
v5;;23
v6;7,10;24
v7;;25
v8;8,5,4,2;26
v9;1;27
v10;;28
v11;;29
v12;9,1,7,4;30
v13;12,1;31
v14;4,8,11;32
v15;4,6,12;33
v16;4,8,5,1;34
v17;9,11;35
v18;;36
v19;11;37
v20;5,2,6,9;38
v21;9,11;39
v22;5;40
v23;10;41
v24;9,7;42
v25;1,8,4;43
v26;7,12,3,6;44
v27;12,11,6;45
v28;;46
v29;11,9;47
v30;;48
v31;9;49
v32;6,8;50
v33;1,8,12,5;51
v34;10,12,11,7;52
v35;3,12,9,4;53
v36;;54
v37;9;55
v38;4,7,9;56
v39;10;57
v40;8;58
v41;11;59
v42;10,1,7;60
v43;9,3,12,10;61
v44;7;62
v45;;63
v46;6,10;64
v47;4,9,7;65
v48;6,7;66
v49;1;67
v50;9,10,11;68
v51;8;69
v52;1,4,3;70
v53;10,3,2;71
v54;5,1,2;72
v55;;73
v56;;74
v57;1,5;75
v58;5;76
v59;;77
