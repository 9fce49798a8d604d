META
key;value
description;Invented vote, choose-1
country;United Kingdom
unit;Riverside
instance;2026
num_projects;7
num_votes;45
budget;300
vote_type;choose-1
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
9;100;5;Trees for Mill Lane;culture
10;100;6;Benches in Weir Gardens;play
11;100;6;A ramp for the old library;culture
x;100;4;Repair café;streets,access
X;100;5;Lights on the towpath;play
100;100;4;Swings at Cooper's Green;streets,access
1;100;6;A street market on Fridays;culture
VOTES
voter_id;vote;age
v0;11;18
v1;;19
v2;x;20
v3;9;21
v4;;22
v5;;23
v6;X;24
v7;1;25
v8;;26
v9;X;27
v10;11;28
v11;1;29
v12;1;30
v13;;31
v14;10;32
v15;;33
v16;1;34
v17;10;35
v18;11;36
v19;100;37
v20;9;38
v21;11;39
v22;X;40
v23;10;41
v24;x;42
v25;9;43
v26;1;44
v27;9;45
v28;X;46
v29;1;47
v30;10;48
v31;x;49
v32;11;50
v33;x;51
v34;10;52
v35;11;53
v36;;54
v37;;55
v38;;56
v39;100;57
v40;X;58
v41;100;59
v42;100;60
v43;10;61
v44;9;62
