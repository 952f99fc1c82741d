"""One thing a page: the steps of an appeal before it is checked and sent."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.intake import bodies
from otklik.intake.forms import AboutForm, BodyForm, KindForm, ReplyForm, TextForm
from otklik.intake.portal.attaching import attach
from otklik.intake.portal.draft import Draft, sole_body
from otklik.intake.submission import RAW_MAX
from otklik.staff.calendars import today
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.staff.queries import bodies as active_bodies
from otklik.web.access import public

STEPS = ("body", "kind", "text", "about", "reply")


@public
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to the first step; `?body=` names the body, and what was begun for it goes on."""
    draft = Draft.of(request)
    asked = bodies.find(request.GET.get("body", ""))
    if draft.is_begun and (asked is None or asked.code == draft.body_code):
        return redirect(address(draft.first_open()))
    body = asked or sole_body()
    if body is None:
        return redirect(address("body"))
    return redirect(f"{address('kind')}?body={body.code}")


@public
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Throw the draft away and begin anew."""
    Draft.drop(request)
    return redirect("portal:start")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Show one step, or take its answer and lead to the next open one."""
    if name not in STEPS:
        raise Http404
    draft = Draft.of(request)
    body = _body_for(request, draft, name)
    if name != "body" and body is None:
        return redirect(address("body"))
    if request.method != "POST":
        if name not in ("body", "kind") and not draft.has("kind"):
            return redirect(address(draft.first_open()))
        return _show(request, name, draft, body, _form(name, draft, body))
    form = _form(name, draft, body, request)
    if name == "text":
        attach(request, draft, form)
        if "add" in request.POST or "remove" in request.POST:
            return _only_files(request, draft, body, form)
    if not form.is_valid():
        draft.save(request)
        return _show(request, name, draft, body, form)
    _keep(draft, name, body, form)
    draft.save(request)
    return redirect(address(draft.first_open()))


def _only_files(
    request: HttpRequest, draft: Draft, body: Body | None, form: forms.Form
) -> HttpResponse:
    """Files were added or taken out: keep the text as it stands, finished or not, and stay on the step."""
    draft.answers["text"] = {"text": request.POST.get("text", "")[:RAW_MAX]}
    draft.save(request)
    form.errors.pop("text", None)
    if form.errors:
        return _show(request, "text", draft, body, form)
    return redirect(f"{address('text')}#files")


def address(name: str) -> str:
    """Return the address of a step."""
    if name in ("identity", "check"):
        return reverse(f"portal:appeal-{name}")
    return reverse("portal:appeal-step", args=[name])


def _body_for(request: HttpRequest, draft: Draft, name: str) -> Body | None:
    """Return the body of this step: the one named in the form or the address, the draft's, or the only one."""
    if name == "kind":
        named = request.POST.get("body") or request.GET.get("body", "")
        if named:
            return bodies.find(named)
    return draft.body or sole_body()


def _form(
    name: str, draft: Draft, body: Body | None, request: HttpRequest | None = None
) -> forms.Form:
    data = (request.POST, request.FILES) if request else ()
    kept: dict[str, Any] = {"initial": draft.answers.get(name, {})}
    if name == "body" or body is None:
        kept["initial"] = {"body": draft.body_code}
        return BodyForm(*data, bodies=active_bodies(), **kept)
    profile = profile_of(body)
    if name == "kind":
        return KindForm(*data, profile=profile, day=today(body), **kept)
    if name == "text":
        return TextForm(*data, **kept)
    if name == "about":
        identified = draft.needs_identity and bool(draft.identity)
        return AboutForm(*data, profile=profile, identified=identified, **kept)
    return ReplyForm(*data, profile=profile, day=today(body), **kept)


def _keep(draft: Draft, name: str, body: Body | None, form: forms.Form) -> None:
    """Put the answer into the draft."""
    if name == "body":
        chosen = str(form.cleaned_data["body"])
        if chosen != draft.body_code:
            draft.answers.pop("kind", None)  # another body may not take the same kinds
        draft.body_code = chosen
        return
    if name == "kind" and body is not None:
        draft.body_code = body.code
    draft.answers[name] = {
        key: value for key, value in form.cleaned_data.items() if isinstance(value, str) and value
    }


def _show(
    request: HttpRequest, name: str, draft: Draft, body: Body | None, form: forms.Form
) -> HttpResponse:
    way = draft.way()
    before = draft.before(name)
    context = {
        "form": form,
        "name": name,
        "body": body if name != "body" else None,
        "draft": draft,
        "back": address(before) if before else reverse("portal:start"),
        "position": way.index(name) + 1 if name in way else 1,
        "count": len(way),
        "limit": settings.ATTACHMENT_LIMIT_BYTES // 1024 // 1024,
        "most": settings.ATTACHMENTS_LIMIT,
        "button": _("Continue"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"intake/portal/{name}.html", context, status=status)


def to_first_open(draft: Draft) -> HttpResponseRedirect:
    """Lead to the first step that is not answered."""
    return HttpResponseRedirect(address(draft.first_open()))
