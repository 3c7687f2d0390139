"""Every "no" of taking a contest out of the database and into another."""

from quiz.rules.refusals.contest import Refusal


class NothingToExport(Refusal):
    """No round may be shown with its key yet; value: why, by round."""

    status = 409
    vi = "Chưa xuất được kết quả vì đáp án còn phải giữ kín. {why}"
    en = "Nothing can be exported yet: the answers must stay secret. {why}"


class NoPack(Refusal):
    """A folder holds no result pack, or one of another format; values: folder, why."""

    status = 422
    vi = "“{folder}” không phải gói kết quả đọc được ({why})."
    en = "“{folder}” is no result pack that can be read ({why})."


class PackIncomplete(Refusal):
    """A result pack lacks files that a recount reads; values: folder, files."""

    status = 422
    vi = "Gói kết quả “{folder}” thiếu tệp: {files}. Bạn chép lại cả gói từ nơi công bố."
    en = "The result pack “{folder}” lacks: {files}. Copy the whole pack again from where it was published."


class PackLineBroken(Refusal):
    """A line of a pack's list cannot be read; values: file, line."""

    status = 422
    vi = "Dòng {line} của tệp {file} bị cắt, sai số cột hoặc nêu vòng lạ. Bạn chép lại cả gói."
    en = "Line {line} of {file} is cut off, has other columns or an unknown round. Copy the whole pack again."


class PackFileBroken(Refusal):
    """A JSON file of a pack is cut off or holds something else; values: file, line."""

    status = 422
    vi = "Tệp {file} của gói kết quả hỏng ở dòng {line}: bị cắt hoặc không phải JSON. Bạn chép lại cả gói."
    en = "{file} of the result pack is broken at line {line}: cut off or no JSON. Copy the whole pack again."


class PackFileOdd(Refusal):
    """A JSON file of a pack can be read, but does not tell what it has to; values: file, why (a Text)."""

    status = 422
    vi = "Tệp {file} của gói kết quả không đủ nội dung: {why}. Bạn chép lại cả gói."
    en = "{file} of the result pack does not tell what it has to: {why}. Copy the whole pack again."


class PackColumnsMissing(Refusal):
    """A list of a pack lacks columns; values: file, line, columns."""

    status = 422
    vi = "Dòng {line} của tệp {file} thiếu cột: {columns}. Bạn chép lại cả gói."
    en = "Line {line} of {file} lacks columns: {columns}. Copy the whole pack again."


class FolderTaken(Refusal):
    """The folder for a pack holds other things; value: folder."""

    status = 409
    vi = "Thư mục “{folder}” đã có nội dung khác. Bạn chọn thư mục trống."
    en = "“{folder}” holds other things. Choose an empty folder."
