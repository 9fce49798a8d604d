META
key;value
description;Invented vote, approval
country;United Kingdom
unit;Riverside
instance;2026
num_projects;8
num_votes;40
budget;99.50
vote_type;approval
rule;greedy
date_begin;01.05.2026
date_end;31.05.2026
language;en
currency;GBP
PROJECTS
project_id;cost;votes;name;category
é-0;10.75;5;Trees for Mill Lane;culture
É-1;30.25;7;Benches in Weir Gardens;green
b-2;30.50;11;A ramp for the old library;green
Ł-3;12.99;7;Repair café;streets,access
B-4;5;13;Lights on the towpath;streets,access
z-5;5.25;11;Swings at Cooper's Green;play
BO.OM.97/24;13.50;12;A street market on Fridays;play
ß-7;9.99;12;Bat boxes;green
VOTES
voter_id;vote;age
v0;;18
v1;;19
v2;;20
v3;b-2;21
v4;B-4,b-2,ß-7,É-1;22
v5;é-0,B-4,z-5;23
v6;BO.OM.97/24;24
v7;BO.OM.97/24,ß-7,z-5,B-4;25
v8;ß-7;26
v9;B-4,é-0,BO.OM.97/24;27
v10;ß-7;28
v11;BO.OM.97/24;29
v12;b-2,B-4;30
v13;Ł-3;31
v14;é-0;32
v15;z-5;33
v16;b-2;34
v17;z-5,B-4,ß-7;35
v18;b-2,Ł-3,BO.OM.97/24;36
v19;z-5,BO.OM.97/24,B-4,b-2;37
v20;ß-7;38
v21;BO.OM.97/24;39
v22;ß-7,z-5,B-4,É-1;40
v23;B-4,Ł-3;41
v24;z-5,ß-7,Ł-3;42
v25;z-5,B-4;43
v26;ß-7,Ł-3,z-5,É-1;44
v27;b-2;45
v28;B-4,BO.OM.97/24,Ł-3;46
v29;B-4;47
v30;BO.OM.97/24,b-2,z-5,É-1;48
v31;z-5,ß-7;49
v32;É-1,BO.OM.97/24,b-2;50
v33;é-0,BO.OM.97/24,É-1,ß-7;51
v34;;52
v35;é-0,b-2,B-4;53
v36;É-1;54
v37;b-2,BO.OM.97/24,ß-7;55
v38;Ł-3;56
v39;;57
