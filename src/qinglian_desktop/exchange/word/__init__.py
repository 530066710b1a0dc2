"""Documents for 文字处理 (.docx): templates a clerk edits herself, and how they are filled."""
