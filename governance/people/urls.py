"""Signing in, and the organisation: its people, its departments, its settings.

Of allauth, only what an invited member needs: nobody signs up, addresses are kept by administrators.
The sign-in page itself is ``charter_site``'s, which knows the demonstration.
"""

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, path, re_path

from governance.people.views import entrance, members, my_account, organisation

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/me/", my_account.my_account, name="my-account"),
    path("accounts/invitation/<str:uid>/<str:token>/", entrance.invitation, name="invitation"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/password/change/", entrance.ChangePassword.as_view(), name="account_change_password"),
    path("accounts/password/reset/", entrance.ResetPassword.as_view(), name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.ResetPasswordFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path("organisation/", organisation.settings, name="organisation"),
    path("organisation/departments/", organisation.departments, name="departments"),
    path("organisation/departments/new/", organisation.department_new, name="department-new"),
    path("organisation/departments/<int:pk>/", organisation.department, name="department"),
    path("organisation/departments/<int:pk>/functions/", organisation.function_register, name="function-register"),
    path("organisation/departments/<int:pk>/close/", organisation.department_close, name="department-close"),
    path("organisation/members/", members.people, name="people"),
    path("organisation/members/invite/", members.member_invite, name="member-invite"),
    path("organisation/members/<int:pk>/", members.member, name="member"),
    path("organisation/members/<int:pk>/edit/", members.member_edit, name="member-edit"),
    path("organisation/members/<int:pk>/account/", members.account_close, name="account-close"),
    path("organisation/roles/<int:pk>/end/", members.role_end, name="role-end"),
]
