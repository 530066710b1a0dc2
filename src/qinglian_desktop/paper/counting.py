"""How many pages came back signed? Scans are counted page by page, photos one each."""

import pypdfium2

from qinglian_desktop.core.outcome import Refused
from qinglian_desktop.core.turns import PDFIUM
from qinglian_desktop.paper import photos


def pages_in(data: bytes, name: str = "这个文件") -> int:
    """Pages of a PDF, pictures of a photo or of a scan that holds several.

    Refused, naming the file, for what is neither or cannot be opened.
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf_pages(data, name)
    try:
        with photos.opened(data, name) as found:
            found.verify()  # a photo cut short on its way is told now, not in ten years
            return int(getattr(found, "n_frames", 1))
    except (OSError, SyntaxError, ValueError) as trouble:
        raise Refused(
            f"〔{name[:30]}〕打不开，不是照片也不是 PDF",
            "请重新扫描，或换一个文件",
            code="QL-DW-090",
        ) from trouble


def _pdf_pages(data: bytes, name: str) -> int:
    try:
        with PDFIUM, pypdfium2.PdfDocument(data) as document:
            count = len(document)
    except pypdfium2.PdfiumError as trouble:
        raise _closed(name) from trouble
    if not count:
        raise _closed(name)
    return count


def _closed(name: str) -> Refused:
    return Refused(
        f"〔{name[:30]}〕打不开，可能有密码或不完整", "请重新扫描，或去掉密码再存", code="QL-DW-091"
    )


def missing(wanted: int, there: int) -> tuple[int, ...]:
    """Which pages have not come back: scans come in order, so the last ones are missing."""
    return tuple(range(there + 1, wanted + 1))


def told(paper: str, wanted: int, there: int) -> str:
    """In words what is missing of a paper or too much; "" when all came back."""
    if there > wanted:
        return f"{paper}应有 {wanted} 页，收到 {there} 页，多了 {there - wanted} 页。请核对。"
    lacking = missing(wanted, there)
    if not lacking:
        return ""
    if not there:
        return f"{paper}的签字页还没扫描，共 {wanted} 页。"
    numbers = f"第{lacking[0]}页" if len(lacking) == 1 else f"第{lacking[0]}—{lacking[-1]}页"
    return f"{paper}应有 {wanted} 页，收到 {there} 页，缺{numbers}。"
