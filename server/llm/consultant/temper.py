"""A shopper who is annoyed at not being heard is apologised to, once and briefly."""

import re

_ANNOYED = re.compile(
    r"\b(?:you are not listening|are you (?:even |deaf|listening)|listen to me|for (?:heaven|god|goodness|pete) sake|"
    r"i (?:just |already )(?:said|told you)|(?:^|^no )i (?:said|told you)|"
    r"that is not what i (?:said|asked|meant|wanted)|"
    r"i did not (?:say|ask|mean|want)|"
    r"already (?:showed|shown|said|told|seen)|you (?:just )?(?:showed|told) me|how many times|again with|wrong again|"
    r"no no|come on|this is (?:ridiculous|annoying|frustrating|useless))\b"
)
_CHEER = re.compile(r"^(?:Sure|Gladly|Of course|No problem|Let's start here|Have a look|All right)\.\s*")


def soothed(line: str, text: str) -> str:
    """The answer with an apology instead of a cheerful start, if the line sounds annoyed."""
    if not _ANNOYED.search(line) or "sorry" in text.lower():
        return text
    return f"I'm sorry. {_CHEER.sub('', text)}"
