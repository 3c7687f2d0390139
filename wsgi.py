"""What gunicorn serves: `gunicorn wsgi:app`."""

from quiz.web import create_app

app = create_app()
