@echo off
rem Opens the built program, or says in Chinese why this computer cannot run it (Windows 7, 8, 32 bit).
chcp 65001 >nul
setlocal
for /f "tokens=2 delims=[]" %%v in ('ver') do for /f "tokens=2" %%w in ("%%v") do set "found=%%w"
for /f "tokens=1 delims=." %%m in ("%found%") do set "major=%%m"
if "%PROCESSOR_ARCHITECTURE%"=="x86" if not defined PROCESSOR_ARCHITEW6432 goto narrow
if not defined major goto open
if %major% LSS 10 goto old
:open
start "" "%~dp0qinglian-desktop.exe" %*
exit /b 0
:old
echo 这台电脑的 Windows 太旧（%found%），清廉村居工作台要 Windows 10 以上。
echo 请换一台电脑，或请维护的人升级系统。数据没有动过。
pause
exit /b 1
:narrow
echo 这台电脑的 Windows 是 32 位的，清廉村居工作台要 64 位。
echo 请换一台电脑，或请维护的人重装 64 位系统。数据没有动过。
pause
exit /b 1
