"""All addresses of the installation, put together from the doors of the rooms."""

from django.urls import include, path

from otklik.analytics import desk as analytics_desk
from otklik.cases import desk as cases_desk
from otklik.cases import portal as cases_portal
from otklik.config import health
from otklik.config import today as today_desk
from otklik.config.api import urls as api_urls
from otklik.control import desk as control_desk
from otklik.control import portal as control_portal
from otklik.intake import desk as intake_desk
from otklik.intake import portal as intake_portal
from otklik.journal import desk as journal_desk
from otklik.knowledge import desk as knowledge_desk
from otklik.messages import desk as messages_desk
from otklik.reception import desk as reception_desk
from otklik.replies import desk as replies_desk
from otklik.replies import portal as replies_portal
from otklik.staff import desk as staff_desk
from otklik.surveys import desk as surveys_desk
from otklik.surveys import portal as surveys_portal
from otklik.telephone import desk as telephone_desk
from otklik.touchpoints import desk as touchpoints_desk
from otklik.touchpoints import portal as touchpoints_portal
from otklik.web import portal as web_portal

portal = [
    *web_portal.urlpatterns,
    *intake_portal.urlpatterns,
    *cases_portal.urlpatterns,
    *replies_portal.urlpatterns,
    *control_portal.urlpatterns,
    *surveys_portal.urlpatterns,
    *touchpoints_portal.urlpatterns,
]
desk = [
    *today_desk.urlpatterns,
    *intake_desk.urlpatterns,
    *cases_desk.urlpatterns,
    *replies_desk.urlpatterns,
    *control_desk.urlpatterns,
    *messages_desk.urlpatterns,
    *surveys_desk.urlpatterns,
    *analytics_desk.urlpatterns,
    *telephone_desk.urlpatterns,
    *reception_desk.urlpatterns,
    *journal_desk.urlpatterns,
    *staff_desk.urlpatterns,
    *knowledge_desk.urlpatterns,
    *touchpoints_desk.urlpatterns,
]
urlpatterns = [
    path("desk/account/", include("allauth.account.urls")),
    path("desk/account/2fa/", include("allauth.mfa.urls")),
    path("desk/", include((desk, "desk"))),
    path("api/v1/", api_urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include((portal, "portal"))),
]
handler400 = "otklik.web.errors.bad_request"
handler403 = "otklik.web.errors.forbidden"
handler404 = "otklik.web.errors.not_found"
handler500 = "otklik.web.errors.failed"
