"""nbgrader on this course: solutions/ is its source, course/ its release, gradebook.db its gradebook, all in this folder.

nbgrader reads this file when one of its commands, or JupyterLab with Formgrader, is started here.
"""

import os
import shutil
import sysconfig
import warnings
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader puts it here)

c.CourseDirectory.course_id = "annlab"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.ignore.append("*.py")  # a chapter's source stays out of its release

c.Autograde.pre_convert_hook = "annlab.grading.plugs.expect_the_chapter"
c.Autograde.exporter_class = "annlab.grading.plugs.Submission"
c.Autograde.sanitize_preprocessors = []  # Submission has made the notebook from the release
c.Autograde.autograde_preprocessors = [
    "annlab.grading.plugs.Judge",
    "annlab.grading.plugs.Record",
    "nbgrader.preprocessors.AssignLatePenalties",
]

# For `nbgrader validate`, which runs a notebook of the instructor's own in a kernel.
c.ExecutePreprocessor.timeout = 60
c.ExecutePreprocessor.shutdown_kernel = "immediate"
c.ExecutePreprocessor.extra_arguments = [
    "--InteractiveShell.xmode=Minimal",
    "--InteractiveShell.colors=NoColor",
    "--log-level=ERROR",
]

c.HTMLExporter.sanitize_html = True  # a student's script does not run in the instructor's browser

warnings.filterwarnings("ignore", message="Object of type <Submitted")  # nbgrader's own, one for each submission

if shutil.which("alembic") is None:  # nbgrader calls it when it makes a gradebook
    os.environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + os.environ.get("PATH", "")
