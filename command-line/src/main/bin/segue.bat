@echo off
rem Runs segue.jar, which lies one folder above this script, wherever that is.
rem JAVA_HOME says which Java; otherwise the one on the PATH. JAVA_OPTS are options for it.
setlocal

set "SEGUE_HOME=%~dp0.."
set "NEED=segue: Java 17 or later is needed"

if not defined JAVA_HOME goto path
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto version
echo %NEED%, but JAVA_HOME has none: %JAVA_HOME% 1>&2
exit /b 1

:path
set "JAVA=java.exe"
where /q java.exe && goto version
echo %NEED%, but there is none on the PATH: install one, or set JAVA_HOME 1>&2
exit /b 1

:version
rem 17.0.15 is version 17, 1.8.0_292 is version 8.
set "VERSION="
for /f "tokens=3" %%v in ('call "%JAVA%" -version 2^>^&1 ^| findstr /c:" version "') do set "VERSION=%%~v"
set "MAJOR=0"
for /f "tokens=1,2 delims=._-" %%a in ("%VERSION%") do if "%%a"=="1" (set "MAJOR=%%b") else (set "MAJOR=%%a")
if %MAJOR% geq 17 goto run
echo %NEED%, but %JAVA% is %VERSION% 1>&2
exit /b 1

:run
rem JavaCPP calls what Java 24 and later warn of; Java 22 and earlier do not know the option.
set "QUIET="
if %MAJOR% geq 23 set "QUIET=--sun-misc-unsafe-memory-access=allow"
"%JAVA%" %QUIET% %JAVA_OPTS% -jar "%SEGUE_HOME%\segue.jar" %*
exit /b %ERRORLEVEL%
