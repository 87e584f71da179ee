"""Who says who a person is: providers of identity by OpenID Connect, VÀLid, certificates read by a proxy."""
