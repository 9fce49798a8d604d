META
key;value
description;Invented vote, to compare rules
country;United Kingdom
unit;Riverside
instance;2026
num_projects;4
num_votes;25
budget;100
vote_type;approval
rule;greedy
currency;GBP
date_begin;2026
date_end;2026
PROJECTS
project_id;cost;votes;name;category
A;60;12;Benches in Weir Gardens;green
B;40;12;Bat boxes;green
C;50;10;Repair café;culture
D;30;0;Swings at Cooper's Green;
VOTES
voter_id;vote;age;sex;neighborhood
n0;A,B;30;F;North
n1;A,B;30;F;North
n2;A,B;30;F;North
n3;A,B;30;F;North
n4;A,B;30;F;North
n5;A,B;30;F;North
n6;A,B;30;F;North
n7;A,B;30;F;North
n8;A,B;30;F;North
n9;A,B;30;F;North
n10;A,B;30;F;North
n11;A,B;30;F;North
s0;C;47;F;South
s1;C;47;F;South
s2;C;47;F;South
s3;C;47;F;South
s4;C;47;F;South
s5;C;47;F;South
s6;C;47;F;South
s7;C;47;F;South
s8;C;47;F;South
s9;C;47;F;South
e0;;;F;East
e1;;;F;East
e2;;;F;East
