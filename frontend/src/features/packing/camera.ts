// What the window can film with. A web view without a camera door, a person who said no
// and a camera that is not there are three different things to do about.

/** CameraState says whether the bench can film, and if not, why. */
export type CameraState = 'starting' | 'on' | 'missing' | 'denied' | 'busy' | 'unsupported';

// VP8 costs a slow office machine least; Safari's web view writes MP4 only.
const types = ['video/webm;codecs=vp8', 'video/webm;codecs=vp9', 'video/webm', 'video/mp4;codecs=avc1.42E01E', 'video/mp4'];

/** filmType is the container and codec this window records in; undefined when it cannot record. */
export function filmType(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  return types.find((t) => MediaRecorder.isTypeSupported(t));
}

/** openCamera asks for the chosen camera, else for any. */
export async function openCamera(deviceId: string): Promise<MediaStream | Exclude<CameraState, 'starting' | 'on'>> {
  // Typed as always there, but a web view without camera rights leaves it out.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.getUserMedia || !filmType()) return 'unsupported';
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24 } };
  try {
    return await devices.getUserMedia({ video: deviceId ? { ...size, deviceId: { ideal: deviceId } } : size });
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
    return 'missing';
  }
}

/** listCameras names the cameras; empty names until one was allowed. */
export async function listCameras(): Promise<{ id: string; name: string }[]> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.enumerateDevices) return [];
  return (await devices.enumerateDevices()).filter((d) => d.kind === 'videoinput').map((d) => ({ id: d.deviceId, name: d.label }));
}

/** base64 of a blob, without the head of a data URL. */
export function base64(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => fail(reader.error ?? new Error('read'));
    reader.readAsDataURL(blob);
  });
}

/** takePhoto is the present picture of the camera as JPEG. */
export async function takePhoto(video: HTMLVideoElement): Promise<string | undefined> {
  if (video.videoWidth === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.92));
  return blob ? base64(blob) : undefined;
}
