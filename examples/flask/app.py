"""A small API with bearer tokens whose log hashtail can read.

Every decision about a credential is one JSON line on the logger "auth": message
"auth_event", what happened as fields. The token itself is never logged there,
only its SHA-256, which is the same hash that hashtail puts in place of raw tokens.
"""

import hashlib
import logging.config
import os
import secrets
from datetime import datetime, timezone

from flask import Flask, jsonify, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from werkzeug.security import check_password_hash, generate_password_hash

# The wrong way, found in many articles:
#
#     logging.basicConfig(level=logging.INFO, format="%(message)s")
#     logging.info("auth_event", extra={"event_type": "token_access", ...})
#
# prints the word auth_event and nothing else: a %-style format shows only the
# attributes that it names, and what `extra` holds is lost. A JSON formatter
# writes every one of them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(levelname)s %(name)s %(message)s",
            "rename_fields": {"levelname": "level", "name": "logger"},
        }
    },
    # WatchedFileHandler opens the file again after logrotate has renamed it.
    "handlers": {
        "log": {"class": "logging.handlers.WatchedFileHandler", "filename": os.environ["LOG_FILE"], "formatter": "json"}
        if "LOG_FILE" in os.environ
        else {"class": "logging.StreamHandler", "formatter": "json"}
    },
    "root": {"level": "INFO", "handlers": ["log"]},
}
logging.config.dictConfig(LOGGING)
auth = logging.getLogger("auth")
debug = logging.getLogger("debug")


def hash_token(token):
    return hashlib.sha256(token.encode()).hexdigest()


app = Flask(__name__)

# Credentials come from the environment; without them, random ones that nobody knows.
SESSIONS = URLSafeTimedSerializer(os.environ.get("SECRET_KEY") or secrets.token_hex(), salt="session")
API_TOKENS = {hash_token(t) for t in os.environ.get("API_TOKENS", "").split(",") if t}
USERS = {os.environ.get("DEMO_USER", "demo"): generate_password_hash(os.environ.get("DEMO_PASSWORD") or secrets.token_hex())}


def bearer_token():
    if request.authorization and request.authorization.type == "bearer":
        return request.authorization.token
    return None


def check(token):
    """Return the event type and the HTTP status that a token leads to."""
    if not token:
        return "missing_token", 401
    if hash_token(token) in API_TOKENS:
        return "token_access", 200
    try:
        SESSIONS.loads(token, max_age=3600)
    except SignatureExpired:
        return "expired_token", 401
    except BadSignature:
        return "invalid_token", 401
    return "token_access", 200


def log_auth(event_type, status, token=None, **fields):
    if token:
        fields["token_hash"] = hash_token(token)
    auth.info(
        "auth_event",
        extra={
            "event_type": event_type,
            "ip": request.remote_addr,
            "method": request.method,
            "path": request.path,
            "status": status,
            "timestamp": datetime.now(timezone.utc).isoformat(),
            **fields,
        },
    )


@app.get("/api/data")
def data():
    token = bearer_token()
    event_type, status = check(token)
    log_auth(event_type, status, token)
    if status != 200:
        return jsonify(error=event_type), status
    return jsonify(data=[1, 2, 3])


@app.post("/login")
def login():
    form = request.get_json(silent=True)
    form = form if isinstance(form, dict) else {}
    user, password = str(form.get("user", "")), str(form.get("password", ""))
    if user not in USERS or not check_password_hash(USERS[user], password):
        log_auth("login_failed", 401, user=user, reason="bad credentials")
        return jsonify(error="login_failed"), 401
    token = SESSIONS.dumps(user)
    log_auth("login", 200, token, user=user)
    return jsonify(token=token)


@app.get("/api/debug")
def leak():
    """What every code base has somewhere: a debug line with all headers, the raw token among them."""
    debug.info("request headers", extra={"headers": dict(request.headers), "path": request.path})
    return "", 204
