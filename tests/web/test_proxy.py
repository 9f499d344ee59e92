"""Behind nginx or IIS: what the proxy says is believed only where the installation says that there is one."""

import pytest
from lizheng.core.app import create_app, open_site
from lizheng.core.settings import read_settings

TOLD = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}


@pytest.fixture
def log_in_page(tmp_path):
    """Return the log-in page as a browser behind the proxy sees it."""

    def get(behind_proxy):
        site = open_site(read_settings(data=tmp_path, behind_proxy=behind_proxy))
        try:
            client = create_app(site.settings, site=site).test_client()
            return client.get("/login", headers=TOLD, base_url="http://lizheng.example.cn")
        finally:
            site.store.close()

    return get


def test_a_connection_encrypted_up_to_the_proxy_counts_as_encrypted(log_in_page):
    page = log_in_page(behind_proxy=True)
    assert ("未加密" in page.text, "Strict-Transport-Security" in page.headers) == (False, True)


def test_nobody_is_believed_to_be_a_proxy_unless_the_installation_says_so(log_in_page):
    page = log_in_page(behind_proxy=False)
    assert ("未加密" in page.text, "Strict-Transport-Security" in page.headers) == (True, False)
