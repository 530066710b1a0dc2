"""What does the one stylesheet say? Built from tokens and sizes, so nothing is coloured twice."""

from collections.abc import Mapping
from string import Template

from qinglian_desktop.ui.tokens import MOODS, Metrics

# $-names are tokens with their dots turned into underscores, and sizes in logical pixels.
_SHEET = Template("""
QMainWindow, QDialog, QWidget[role="page"] { background: $bg_app; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="group"] { font-size: ${group}px; font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure}px; font-weight: 600; }
QLabel[role="hint"] { font-size: ${hint}px; color: $text_secondary; }
QLabel[role="problem"] { font-size: ${hint}px; color: $danger_fg; }
QLabel[role="warning"] { font-size: ${hint}px; color: $warning_fg; }
QLabel[role="field"] { color: $text_secondary; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="step"] { background: $accent; color: $on_accent; font-weight: 600;
    border-radius: ${step_round}px; min-width: ${step}px; max-width: ${step}px;
    min-height: ${step}px; max-height: ${step}px; }
QLabel:disabled { color: $text_disabled; }

QFrame[role="card"] { background: $bg_surface; border: ${line}px solid $line_divider;
    border-radius: 6px; }
QFrame[role="past"] { background: $bg_header; border: 2px solid $line_input; border-radius: 6px; }
QFrame[role="drawer"] { background: $bg_surface; border: none;
    border-left: ${line}px solid $line_divider; }
QFrame[role="line"] { background: $line_divider; border: none; max-height: 1px; }
QFrame[role="banner"] { background: $warning_bg; border: ${line}px solid $warning_fg;
    border-radius: 4px; }
QFrame[role="cell"] { background: $bg_surface; border: 1px solid $focus; border-radius: 4px; }
QFrame[role="practice"] { background: $warning_bg; border: none;
    border-bottom: 2px solid $warning_fg; }
QFrame[role="practice"] QLabel { color: $warning_fg; font-weight: 600; }
QFrame[role="bar"] { background: $bg_header; border: none;
    border-top: ${line}px solid $line_divider; }
QFrame[role="drop"] { background: $bg_alt; border: ${line}px dashed $line_input;
    border-radius: 4px; }
QFrame[role="drop"][over="true"] { background: $bg_hover; border: 2px dashed $accent; }

QPushButton { min-height: ${button_in}px; padding: 0 16px; border: ${line}px solid $line_input;
    border-radius: 4px; background: $bg_surface; color: $text_primary; }
QPushButton:hover { background: $bg_hover; }
QPushButton:pressed { background: $bg_selected; }
QPushButton:focus { border: 2px solid $focus; padding: 0 15px; min-height: ${button_thick}px; }
QPushButton:disabled { color: $text_disabled; border-color: $line_divider; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; font-weight: 600;
    border: 1px solid $accent; min-height: ${button_plain}px; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $focus; min-height: ${button_thick}px; }
QPushButton[kind="primary"]:disabled { background: $bg_header; color: $text_disabled;
    border-color: $line_divider; }
QPushButton[kind="danger"] { color: $danger_fg; border: ${line}px solid $danger_fg; }
QPushButton[kind="danger"]:focus { border: 2px solid $focus; min-height: ${button_thick}px; }
QPushButton[kind="danger"]:disabled { color: $text_disabled; border-color: $line_divider; }
QPushButton[kind="link"] { border: 1px solid transparent; background: transparent;
    color: $text_link; padding: 0 8px; }
QPushButton[kind="link"]:hover { background: $bg_hover; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 0 7px;
    min-height: ${button_thick}px; }
QPushButton[kind="choice"] { padding: 0 12px; }
QPushButton[kind="choice"]:focus { padding: 0 11px; min-height: ${button_thick}px; }
QPushButton[kind="choice"]:checked { background: $bg_selected; color: $text_primary;
    border: 2px solid $accent; padding: 0 11px; min-height: ${button_thick}px; }
QPushButton[kind="choice"]:checked:focus { border: 2px solid $focus; }
QPushButton[kind="group"] { border: 1px solid transparent; background: transparent;
    border-bottom: 3px solid transparent; border-radius: 0; padding: 0 12px; }
QPushButton[kind="group"]:hover { background: $bg_hover; }
QPushButton[kind="group"]:checked { color: $accent; font-weight: 600;
    border-bottom: 3px solid $accent; }
QPushButton[kind="group"]:focus { border: 2px solid $focus; border-radius: 4px; padding: 0 11px;
    min-height: ${button_thick}px; }
QPushButton[kind="chip"] { padding: 0 10px; background: $bg_selected;
    border: ${line}px solid $accent; border-radius: ${chip}px; min-height: ${chip_in}px; }
QPushButton[kind="chip"]:hover { background: $bg_hover; }
QPushButton[kind="chip"]:focus { border: 2px solid $focus; padding: 0 9px;
    min-height: ${chip_in}px; }
QPushButton[kind="foot"] { border: 1px solid transparent; background: transparent;
    color: $text_link; padding: 0 6px; min-height: 0; font-size: ${hint}px; }
QPushButton[kind="foot"]:hover { background: $bg_hover; }
QPushButton[kind="foot"]:focus { border: 2px solid $focus; padding: 0 5px; min-height: 0; }
QPushButton::menu-indicator { width: 0; }

QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 3px;
    background: transparent; color: $text_primary; min-width: 28px; min-height: 28px; }
QToolButton:hover { background: $bg_hover; }
QToolButton:pressed, QToolButton:checked { background: $bg_selected; }
QToolButton:focus { border: 2px solid $focus; padding: 2px; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit { min-height: ${field_in}px; padding: 0 8px; border: ${line}px solid $line_input;
    border-radius: 4px; background: $bg_input; color: $text_primary;
    placeholder-text-color: $text_tertiary;
    selection-background-color: $bg_selected; selection-color: $text_primary; }
QPlainTextEdit, QTextEdit { padding: 4px; border: ${line}px solid $line_input;
    border-radius: 4px; background: $bg_input; color: $text_primary;
    placeholder-text-color: $text_tertiary;
    selection-background-color: $bg_selected; selection-color: $text_primary; }
QComboBox { min-height: ${field_in}px; padding: 0 8px; border: ${line}px solid $line_input;
    border-radius: 4px; background: $bg_input; color: $text_primary; }
QComboBox:focus { border: 2px solid $focus; padding: 0 7px; min-height: ${button_thick}px; }
QComboBox:disabled { color: $text_disabled; border-color: $line_divider; }
QComboBox::drop-down { border: none; width: ${row}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { border: ${line}px solid $line_input; background: $bg_surface;
    selection-background-color: $bg_selected; selection-color: $text_primary; }
QSpinBox { min-height: ${field_in}px; }
QLineEdit:focus { border: 2px solid $focus; padding: 0 7px; min-height: ${button_thick}px; }
QLineEdit QToolButton, QLineEdit QToolButton:hover { border: none; padding: 0; margin: 0;
    min-width: 0; min-height: 0; background: transparent; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 3px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { background: $cell_changed;
    border-color: $danger_fg; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $bg_app;
    border-color: $line_divider; }
QLineEdit:disabled { color: $text_disabled; }

QTableView { background: $bg_surface; alternate-background-color: $bg_alt;
    border: ${line}px solid $line_divider; border-radius: 6px; gridline-color: $line_divider;
    padding: ${ring}px;
    selection-background-color: $bg_selected; selection-color: $text_primary; outline: none; }
QTableView:focus { border: 2px solid $focus; padding: 0; }
QTableView::item { padding: 0 8px; }
QTableView[role="frozen"], QTableView[role="frozen"]:focus { border: none; border-radius: 0;
    border-right: 2px solid $line_input; padding: 0; }
QTableView[tight="true"]::item { padding: 0 2px; }
QTableView::item:hover { background: $bg_hover; }
QTableView::item:selected { background: $bg_selected; color: $text_primary; }
QHeaderView { background: $bg_header; border: none; }
QHeaderView::section { background: $bg_header; color: $text_primary; font-weight: 600;
    border: none; border-right: 1px solid $line_divider; border-bottom: 1px solid $line_divider;
    padding: 0 11px; min-height: ${header}px; }
QHeaderView::section:hover { background: $bg_hover; }
QTableCornerButton::section { background: $bg_header; border: none; }

QListView, QListWidget { background: $bg_surface; border: ${line}px solid $line_divider;
    outline: none; }
QListView::item { min-height: ${row}px; padding: 0 8px; color: $text_primary; }
QListView::item:disabled { color: $text_secondary; min-height: 0; padding-top: 6px;
  border-top: ${line}px solid $line_divider; background: $bg_surface; }
QListView::indicator { width: ${tick}px; height: ${tick}px; }
QListView::indicator:unchecked { border: 1px solid $line_input; border-radius: 3px;
    background: $bg_input; }
QListView::item:hover { background: $bg_hover; }
QListView::item:selected { background: $bg_selected; color: $text_primary; }

QMenu { background: $bg_surface; border: ${line}px solid $line_input; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $bg_selected; color: $text_primary; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $line_divider; margin: 4px 8px; }
QToolTip { background: $bg_surface; color: $text_primary; border: 1px solid $line_input;
    padding: 4px 8px; }

QScrollArea, QWidget[role="clear"] { border: none; background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { width: 14px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 14px; background: transparent; margin: 0; }
QScrollBar::handle { background: $line_input; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: $text_secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { border: 1px solid $line_input; border-radius: 4px; background: $bg_input;
    text-align: center; min-height: 20px; }
QProgressBar::chunk { background: $bg_selected; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 28px; }
QListView::indicator, QCheckBox::indicator { width: ${tick}px; height: ${tick}px; }
QCheckBox::indicator:unchecked { border: 1px solid $line_input; border-radius: 3px;
    background: $bg_input; }
QCheckBox:focus, QRadioButton:focus { color: $focus; }
""")

_CHIP = Template("""
QWidget[mood="$mood"] { background: $bg; border-radius: 4px; }
QLabel[mood="$mood"] { color: $fg; background: transparent; }
""")


def stylesheet(colours: Mapping[str, str], sized: Metrics, *, bold_lines: bool = False) -> str:
    """The whole stylesheet for a theme and a type size."""
    line = 2 if bold_lines else 1
    values = {name.replace(".", "_"): colour for name, colour in colours.items()}
    chips = "".join(
        _CHIP.substitute(mood=mood, fg=colours[f"{mood}.fg"], bg=colours[f"{mood}.bg"])
        for mood in MOODS
    )
    return chips + _SHEET.substitute(
        values,
        line=line,
        ring=2 - line,  # room the focus ring takes, so that nothing is painted over it
        title=sized.title,
        group=sized.group,
        figure=sized.figure,
        hint=sized.hint,
        row=sized.row,
        step=2 * (sized.body * 7 // 8),
        step_round=sized.body * 7 // 8,
        tick=round(sized.body * 1.1),
        header=sized.header,
        button_in=sized.button - 2 * line,
        field_in=sized.field - 2 * line,
        chip=(sized.button - 8) // 2,
        chip_in=sized.button - 8,
        button_plain=sized.button - 2,
        button_thick=sized.button - 4,
    )
