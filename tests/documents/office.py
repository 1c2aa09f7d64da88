"""LibreOffice, without a window: it opens files, accepts or refuses tracked changes, and writes them in other formats.

One start for many files. The orders are read by a macro, from the profile that is made for it here.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

ACCEPT, REFUSE, NOTHING = ".uno:AcceptAllTrackedChanges", ".uno:RejectAllTrackedChanges", ""
FILTERS = {
    "pdf": "writer_pdf_Export",
    "txt": "Text (encoded)",
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "csv": "Text - txt - csv (StarCalc)",
}
# How files are written: in UTF-8; a table with semicolons, each of its cells as it is shown.
OPTIONS = {"txt": "UTF8,LF", "csv": "59,34,76,1,,0,false,true,false"}
# How a table is read, as in French: semicolons, UTF-8.
READING = {"csv": ("Text - txt - csv (StarCalc)", "59,34,76,1,,1036,false,false,false")}
LONGEST = 600

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Orders" script:language="StarBasic">
Sub Follow(orders As String)
  Dim hidden(2) As New com.sun.star.beans.PropertyValue
  Dim saving(1) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  hidden(1).Name = "FilterName"
  hidden(2).Name = "FilterOptions"
  saving(0).Name = "FilterName"
  saving(1).Name = "FilterOptions"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  number = FreeFile
  Open orders For Input As #number
  Do While Not Eof(number)
    Line Input #number, order
    parts = Split(order, Chr(9))
    hidden(1).Value = parts(5)
    hidden(2).Value = parts(6)
    document = StarDesktop.loadComponentFromURL(parts(0), "_blank", 0, hidden())
    If parts(2) &lt;&gt; "" Then
      dispatcher.executeDispatch(document.CurrentController.Frame, parts(2), "", 0, Array())
    End If
    saving(0).Value = parts(3)
    saving(1).Value = parts(4)
    document.storeToURL(parts(1), saving())
    document.close(True)
  Loop
  Close #number
  StarDesktop.terminate()
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Orders"/></library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""


class Order(NamedTuple):
    """Open ``source``, do ``command`` to it, write it as ``target``, whose ending says the format."""

    source: Path
    target: Path
    command: str = NOTHING


def follow(orders: list[Order], room: Path) -> None:
    """Have LibreOffice follow the orders; each target exists afterwards."""
    profile = _profile(room)
    written = room / "orders.txt"
    lines = ["\t".join(_parts(*order)) for order in orders]
    written.write_text("\n".join(lines), encoding="utf-8")
    _start(profile, "--norestore", f"macro:///Standard.Orders.Follow({written})")
    assert [target for _source, target, _command in orders if not target.exists()] == []


def _parts(source: Path, target: Path, command: str) -> list[str]:
    ending = target.suffix[1:]
    reading = READING.get(source.suffix[1:], ("", ""))
    return [source.as_uri(), target.as_uri(), command, FILTERS[ending], OPTIONS.get(ending, ""), *reading]


def _profile(room: Path) -> Path:
    """A profile that knows the macro: LibreOffice makes it, for at its first start it forgets what was there."""
    profile = room / "profile"
    library = profile / "user" / "basic" / "Standard"
    if not library.exists():
        _start(profile, "--terminate_after_init")
        library.mkdir(parents=True, exist_ok=True)
        (library / "Orders.xba").write_text(MACRO, encoding="utf-8")
        (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
        (library.parent / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
    return profile


def _start(profile: Path, *arguments: str) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed: soffice is not on the PATH."
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
