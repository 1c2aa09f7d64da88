"""What a page says once, after an act: to whoever did it, and to nobody else who comes to the same browser."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing


class MessagesOfOneReader(CookieStorage):
    """Kept in a signed cookie, which pages show to the member to whom it was said and to no one else.

    A session that ends between an act and the page that follows leaves nothing to show on the sign-in page.
    """

    def _encode_parts(self, messages: Any, encode_empty: bool = False) -> Any:  # noqa: FBT001, FBT002 Django's own
        self.signer = self._signer_of_reader()
        return super()._encode_parts(messages, encode_empty)

    def _decode(self, data: Any) -> Any:
        if data:
            self.signer = self._signer_of_reader()
        return super()._decode(data)

    def _signer_of_reader(self) -> signing.Signer:
        member = getattr(self.request, "user", None)
        reader = member.pk if member is not None and member.is_authenticated else "visitor"
        return signing.get_cookie_signer(salt=f"{self.key_salt} {reader}")
