"""What `annlab lab` sets for JupyterLab and its server, beside this file: labconfig/, and jupyter_server_config.json."""
