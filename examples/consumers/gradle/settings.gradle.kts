rootProject.name = "welcome-gradle"
