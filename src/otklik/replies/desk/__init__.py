"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.replies.desk.delivery import urlpatterns as delivery_addresses
from otklik.replies.desk.earlier import earlier
from otklik.replies.desk.enclosing import open_reply_file, remove_reply_file, reply_files
from otklik.replies.desk.files import (
    letter_file,
    letter_picture,
    letter_preview,
    version_picture,
    version_preview,
)
from otklik.replies.desk.joint import joint, sign_joint
from otklik.replies.desk.letterhead import letterhead, letterhead_version
from otklik.replies.desk.notice_files import (
    covering_picture,
    notice_file,
    notice_pdf,
    notice_picture,
)
from otklik.replies.desk.notices import begin, notice
from otklik.replies.desk.numbering import enter_number, numbers
from otklik.replies.desk.papers import case_card, envelope
from otklik.replies.desk.present import present
from otklik.replies.desk.printing import print_batch, print_file, print_letters
from otklik.replies.desk.route_settings import letter_settings
from otklik.replies.desk.signature_files import (
    letters_to_seal,
    signature_download,
    signature_file,
    signed_letter,
)
from otklik.replies.desk.signing import (
    approve_letter,
    recall_letter,
    return_letter,
    sign_letter,
    signing,
    withdraw_approval,
)
from otklik.replies.desk.states import restore, states
from otklik.replies.desk.studio import studio

urlpatterns: list[URLPattern] = [
    *delivery_addresses,
    path("cases/<int:pk>/reply", studio, name="reply"),
    path("cases/<int:pk>/joint", joint, name="joint"),
    path("signing/joint/<int:reply>", sign_joint, name="sign-joint"),
    path("cases/<int:pk>/earlier-replies", earlier, name="earlier-replies"),
    path("cases/<int:pk>/reply/present", present, name="reply-present"),
    path("cases/<int:pk>/reply/states", states, name="reply-states"),
    path("cases/<int:pk>/reply/restore", restore, name="reply-restore"),
    path("cases/<int:pk>/letter", letter_preview, name="letter-preview"),
    path("cases/<int:pk>/letter.<str:kind>", letter_file, name="letter-file"),
    path("cases/<int:pk>/letter/<int:page>.png", letter_picture, name="letter-picture"),
    path("cases/<int:pk>/card.<str:kind>", case_card, name="case-card"),
    path("cases/<int:pk>/envelope.pdf", envelope, name="envelope"),
    path("printing/", print_letters, name="print-letters"),
    path("printing/<int:pk>", print_batch, name="print-batch"),
    path("printing/<int:pk>/letters.pdf", print_file, name="print-file"),
    path("letters/<int:reply>/files", reply_files, name="reply-files"),
    path(
        "letters/<int:reply>/files/<int:file>/remove", remove_reply_file, name="remove-reply-file"
    ),
    path("letters/<int:reply>/files/<int:file>", open_reply_file, name="open-reply-file"),
    path("letterhead/", letterhead, name="letterhead"),
    path("letterhead/<slug:code>/", letterhead, name="letterhead-of"),
    path("letterhead/<slug:code>/<int:number>", letterhead_version, name="letterhead-version"),
    path("cases/<int:pk>/letters/<slug:kind>/begin", begin, name="begin-letter"),
    path("cases/<int:pk>/letters/<int:number>", notice, name="notice"),
    path("cases/<int:pk>/letters/<int:number>/letter", notice_pdf, name="notice-pdf"),
    path(
        "cases/<int:pk>/letters/<int:number>/<slug:which>/<int:page>.png",
        notice_picture,
        name="notice-picture",
    ),
    path(
        "cases/<int:pk>/letters/<int:number>/<slug:which>.<str:kind>",
        notice_file,
        name="notice-file",
    ),
    path(
        "letters/<int:version>/covering/<int:page>.png", covering_picture, name="covering-picture"
    ),
    path("signing/", signing, name="signing"),
    path("signing/<int:version>/letter", version_preview, name="version-preview"),
    path("signing/<int:version>/letter/<int:page>.png", version_picture, name="version-picture"),
    path("signing/<int:version>/sign", sign_letter, name="sign"),
    path("signing/<int:version>/approve", approve_letter, name="approve-letter"),
    path("signing/<int:version>/return", return_letter, name="return-letter"),
    path("signing/<int:version>/withdraw", withdraw_approval, name="withdraw-approval"),
    path("signing/<int:version>/recall", recall_letter, name="recall-letter"),
    path("letters/settings", letter_settings, name="letter-settings"),
    path("letters/numbers/", numbers, name="numbers"),
    path("letters/<int:version>/number", enter_number, name="enter-number"),
    path("letters/signatures/", letters_to_seal, name="to-seal"),
    path("letters/<int:version>/signature", signature_file, name="signature-file"),
    path("letters/<int:version>/signed.pdf", signed_letter, name="signed-letter"),
    path(
        "letters/<int:version>/signature/<int:number>",
        signature_download,
        name="signature-download",
    ),
]
