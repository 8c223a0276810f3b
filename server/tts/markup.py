"""Markup that a language model may put into an answer, and that is neither said nor shown."""

import re

LINK = re.compile(r"!?\[([^\]]{0,200})\]\((?:[^()\s]{0,500})\)")
TAG = re.compile(r"<!--.{0,500}?-->|</?[a-zA-Z][^<>]{0,200}>", re.DOTALL)
