"""Rules whose conditions are turned round, one at a time: does a test notice?"""
