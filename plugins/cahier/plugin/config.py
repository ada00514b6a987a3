"""What mkdocs.yml says to the plugin."""

from __future__ import annotations

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config

from cahier.policy import EDITIONS


class CahierConfig(Config):
    """The `cahier:` section of mkdocs.yml.

    `root` is the specification's folder from that of mkdocs.yml, `edition` who will read the
    site, `readers` who may read a file or a folder of docs/, `unprinted` those that the
    document on paper goes without, `edit` the address where a file is edited, with the blanks
    {path} and {line}, `report` where a problem of a record is told, with the blanks {id}, {title},
    {revision} and {page}, `contact` the e-mail address that the readers of each edition write to.
    """

    root = opt.Type(str, default=".")
    edition = opt.Choice(EDITIONS, default=EDITIONS[0])
    readers = opt.DictOfItems(opt.Choice(EDITIONS), default={})
    unprinted = opt.ListOfItems(opt.Type(str), default=[])
    edit = opt.Type(str, default="")
    report = opt.Type(str, default="")
    contact = opt.SubConfig(*((edition, opt.Type(str, default="")) for edition in EDITIONS))
