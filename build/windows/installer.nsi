; The installer for one Windows user: no administrator, no machine-wide keys.
; WebView2 needs no step here: the program carries Microsoft's bootstrapper and
; fetches the runtime at its first start where a machine lacks it.
; What a merchant collected lies in %AppData%\AfterDesk; nothing here touches it.
;   makensis -DVERSION=0.1.0 -DBIN=folder -DOUT=file.exe installer.nsi
Unicode true
!ifndef VERSION | BIN | OUT
  !error "give VERSION, BIN and OUT with -D"
!endif
!define NAME "AfterDesk"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "InstallDir"
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "${NAME} ${VERSION}"

!include MUI2.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
!define MUI_ICON "icon.ico"
!define MUI_UNICON "icon.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\afterdesk.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
; The first is what a system of another language gets.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString title ${LANG_ENGLISH} "AfterDesk"
LangString title ${LANG_SIMPCHINESE} "AfterDesk 售后台"
LangString old ${LANG_ENGLISH} "AfterDesk needs 64-bit Windows 10 or newer."
LangString old ${LANG_SIMPCHINESE} "AfterDesk 售后台需要 64 位 Windows 10 或更新版本。"
LangString busy ${LANG_ENGLISH} "AfterDesk is running. Close it, then try again."
LangString busy ${LANG_SIMPCHINESE} "AfterDesk 售后台正在运行。请先关闭，再重试。"

!macro versionOf LANG
  VIAddVersionKey /LANG=${LANG} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANG} "FileDescription" "${NAME} installer"
  VIAddVersionKey /LANG=${LANG} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANG} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANG} "LegalCopyright" "Apache-2.0"
!macroend
!insertmacro versionOf ${LANG_ENGLISH}
!insertmacro versionOf ${LANG_SIMPCHINESE}

; A running program holds its file: without this, half of it would be replaced.
!macro waitForClose
  again:
  ClearErrors
  IfFileExists "$INSTDIR\afterdesk.exe" 0 free
  FileOpen $0 "$INSTDIR\afterdesk.exe" a
  IfErrors 0 closed
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(busy)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Abort
  closed:
  FileClose $0
  free:
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(old)" /SD IDOK
    SetErrorLevel 1
    Abort
  ${EndIf}
FunctionEnd

Section
  !insertmacro waitForClose
  SetOutPath "$INSTDIR"
  File "${BIN}\afterdesk.exe"
  File "${BIN}\deskctl.exe"
  File "..\..\LICENSE"
  CreateShortcut "$SMPROGRAMS\$(title).lnk" "$INSTDIR\afterdesk.exe"
  CreateShortcut "$DESKTOP\$(title).lnk" "$INSTDIR\afterdesk.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${NAME}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "DisplayName" "$(title)"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\afterdesk.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "${NAME} contributors"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

; Takes away what the installer brought, file by file: a folder that a person
; chose may hold more. The language of the shortcuts is the one of installing.
Section "uninstall"
  !insertmacro waitForClose
  Delete "$SMPROGRAMS\AfterDesk.lnk"
  Delete "$SMPROGRAMS\AfterDesk 售后台.lnk"
  Delete "$DESKTOP\AfterDesk.lnk"
  Delete "$DESKTOP\AfterDesk 售后台.lnk"
  Delete "$INSTDIR\afterdesk.exe"
  Delete "$INSTDIR\deskctl.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$APPDATA\afterdesk.exe" ; the browser's cache
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\${NAME}"
SectionEnd
