"""«Приложения»: files that go with a letter, put to it and taken away while it is written."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.cases.assignment_queries import executes
from otklik.cases.desk.reaching import employee_of
from otklik.messages.serving import file_response
from otklik.replies import actions, queries
from otklik.replies.actions.enclosing import MOST_FILES, TITLE_LENGTH
from otklik.replies.desk.files import DRAFTED
from otklik.replies.enclosures import files_of
from otklik.replies.models import Reply, ReplyFile
from otklik.staff.models import Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


class EnclosureForm(forms.Form):
    """A file and its name in the letter."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty."),
        },
        help_text=gettext_lazy(
            "PDF, DOCX, XLSX, ODT, ODS, a picture, a text or a ZIP archive of them."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("How the letter names it"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("For example: copy of the contract, 3 sheets, 1 copy."),
        error_messages={"required": gettext_lazy("Write how the letter names the file.")},
    )


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_files(request: HttpRequest, reply: int) -> HttpResponse:
    """Show the files of a letter; put one more to it."""
    found = _reply(request, reply)
    form = EnclosureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.enclose(
                found,
                by=employee_of(request),
                data=file.read(),
                name=file.name,
                title=form.cleaned_data["title"],
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The file is with the letter, the letter lists it."))
            return redirect("desk:reply-files", found.pk)
    return render(
        request,
        "replies/desk/files.html",
        {
            "reply": found,
            "case": found.case,
            "files": list(files_of(found)),
            "form": form,
            "most": MOST_FILES,
            "may_change": _may_change(found, request),
        },
        status=422 if request.method == "POST" else 200,
    )


@needs(Power.EXECUTE)
@require_POST
def remove_reply_file(request: HttpRequest, reply: int, file: int) -> HttpResponse:
    """Take a file away from the letter."""
    found = _reply(request, reply)
    try:
        actions.take_out(_file(found, file), by=employee_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The file is no longer with the letter."))
    return redirect("desk:reply-files", found.pk)


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE, Power.SIGN)
@require_safe
def open_reply_file(request: HttpRequest, reply: int, file: int) -> HttpResponseBase:
    """Show a file of a letter to whoever may see its case: the signer reads what he signs."""
    found = _file(_reply(request, reply), file)
    return file_response(found.file, found.name, inline=True)


def _reply(request: HttpRequest, pk: int) -> Reply:
    found = (
        queries.visible_to(employee_of(request))
        .select_related("case__body", "case__client", "case__executor")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _file(reply: Reply, pk: int) -> ReplyFile:
    found = files_of(reply).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _may_change(reply: Reply, request: HttpRequest) -> bool:
    drafted = reply.stage in DRAFTED
    return drafted and executes(reply.case, employee_of(request), timezone.now())
