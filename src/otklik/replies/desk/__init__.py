"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.replies.desk.earlier import earlier
from otklik.replies.desk.files import (
    letter_file,
    letter_picture,
    letter_preview,
    version_picture,
    version_preview,
)
from otklik.replies.desk.letterhead import letterhead, letterhead_version
from otklik.replies.desk.papers import case_card, envelope
from otklik.replies.desk.present import present
from otklik.replies.desk.signature_files import signature_download, signature_file, signed_letter
from otklik.replies.desk.signing import return_letter, sign_letter, signing
from otklik.replies.desk.states import restore, states
from otklik.replies.desk.studio import studio

urlpatterns: list[URLPattern] = [
    path("cases/<int:pk>/reply", studio, name="reply"),
    path("cases/<int:pk>/earlier-replies", earlier, name="earlier-replies"),
    path("cases/<int:pk>/reply/present", present, name="reply-present"),
    path("cases/<int:pk>/reply/states", states, name="reply-states"),
    path("cases/<int:pk>/reply/restore", restore, name="reply-restore"),
    path("cases/<int:pk>/letter", letter_preview, name="letter-preview"),
    path("cases/<int:pk>/letter.<str:kind>", letter_file, name="letter-file"),
    path("cases/<int:pk>/letter/<int:page>.png", letter_picture, name="letter-picture"),
    path("cases/<int:pk>/card.<str:kind>", case_card, name="case-card"),
    path("cases/<int:pk>/envelope.pdf", envelope, name="envelope"),
    path("letterhead/", letterhead, name="letterhead"),
    path("letterhead/<slug:code>/", letterhead, name="letterhead-of"),
    path("letterhead/<slug:code>/<int:number>", letterhead_version, name="letterhead-version"),
    path("signing/", signing, name="signing"),
    path("signing/<int:version>/letter", version_preview, name="version-preview"),
    path("signing/<int:version>/letter/<int:page>.png", version_picture, name="version-picture"),
    path("signing/<int:version>/sign", sign_letter, name="sign"),
    path("signing/<int:version>/return", return_letter, name="return-letter"),
    path("letters/<int:version>/signature", signature_file, name="signature-file"),
    path("letters/<int:version>/signed.pdf", signed_letter, name="signed-letter"),
    path(
        "letters/<int:version>/signature/<int:number>",
        signature_download,
        name="signature-download",
    ),
]
