"""How a record kind is described: fields with their types. Import, API, forms, diff and checks all read this."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FieldType(StrEnum):
    """What a field holds. The value in a snapshot is the Python type named behind each member."""

    TEXT = "text"  # str, one line
    MARKDOWN = "markdown"  # str, paragraphs and lists with citations [@source-slug]
    LIST = "list"  # list[str]
    CHOICE = "choice"  # str, one of `choices`
    CHOICES = "choices"  # list[str], each one of `choices`
    NUMBER = "number"  # int | float
    INTEGER = "integer"  # int
    BOOLEAN = "boolean"  # bool
    EDTF = "edtf"  # str, Extended Date/Time Format (ISO 8601-2)
    DATE = "date"  # str, YYYY-MM-DD
    URL = "url"  # str, http or https
    LANGUAGE = "language"  # str, BCP 47 primary tag
    COUNTRY = "country"  # str, ISO 3166-1 alpha-2
    TIME_ZONE = "time_zone"  # str, IANA name
    REFERENCE = "reference"  # str, slug of a record of `target` kind
    REFERENCES = "references"  # list[str]
    ROWS = "rows"  # list[dict], each with a `row_id` and the `columns`


@dataclass(frozen=True, slots=True)
class Field:
    """One field. A translated one appears in snapshots twice, as `name__ko` and `name__en`."""

    name: str
    type: FieldType = FieldType.TEXT
    translated: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    target: str = ""
    columns: tuple[Field, ...] = ()
    _keys: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        keys = (f"{self.name}__ko", f"{self.name}__en") if self.translated else (self.name,)
        object.__setattr__(self, "_keys", keys)  # once, as every reading of a record asks for them

    def keys(self) -> tuple[str, ...]:
        """Name the snapshot keys that this field occupies."""
        return self._keys

    def any_of(self, *types: FieldType) -> bool:
        """Say whether the field, or a column of its rows, is of one of these types."""
        return self.type in types or any(column.type in types for column in self.columns)

    def column(self, name: str) -> Field:
        """Find a column of a `ROWS` field by its name. Raises `KeyError`."""
        for candidate in self.columns:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record kind: `kind` names it in data, `plural` in addresses; `title` and `summary` name its leading texts."""

    kind: str
    plural: str
    title: str
    summary: str
    fields: tuple[Field, ...]
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)
    by_key: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)
    referring: list[Field] = field(init=False, repr=False, compare=False, default_factory=list)
    citing: list[Field] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        """List, once, the fields by name and by snapshot key, those that refer to records and those that may cite."""
        self.by_name.update({item.name: item for item in self.fields})
        self.by_key.update({key: item for item in self.fields for key in item.keys()})
        references = FieldType.REFERENCE, FieldType.REFERENCES
        self.referring.extend(item for item in self.fields if item.any_of(*references))
        self.citing.extend(item for item in self.fields if item.any_of(FieldType.MARKDOWN, FieldType.REFERENCES))

    def field(self, name: str) -> Field:
        """Find a field by name. Raises `KeyError`."""
        return self.by_name[name]

    def rows(self) -> tuple[Field, ...]:
        """List the structured-row fields."""
        return tuple(item for item in self.fields if item.type is FieldType.ROWS)
