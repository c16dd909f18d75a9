plugins {
    java
}

group = "com.example"
version = "1.0-SNAPSHOT"

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

repositories {
    // FiveFifty is there after `mvn install`.
    mavenLocal()
    mavenCentral()
}

dependencies {
    implementation("org.eclipse.angus:angus-mail:2.0.5")

    testImplementation(platform("org.junit:junit-bom:5.14.4"))
    testImplementation("org.junit.jupiter:junit-jupiter")
    testImplementation("dev.fivefifty:fivefifty-junit:0.1.0-SNAPSHOT")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher")
    testRuntimeOnly("org.slf4j:slf4j-nop:2.0.20")
}

tasks.test {
    useJUnitPlatform()
}
