"""One random training crop of a picture: scale, turn, grey law, blur, noise, shading, burnt-in text."""
import cv2
import numpy as np

from data import grey_law

# Median particle diameter in the crop, in pixels (drawn log-uniform), and limits of the scale.
DIAMETERS = {"emps": (30, 130), "ampis_powder": (15, 60), "dtsegnet": (12, 40), "synthetic": (10, 60)}
SCALES = {"emps": (0.3, 1.6), "ampis_powder": (0.3, 1.5), "dtsegnet": (0.7, 2.2), "synthetic": (0.3, 2.0)}
RIM = np.ones((5, 5), np.uint8)  # boundary = the inner rim, two pixels wide


def crop(picture, size, rng):
    smallest, largest = DIAMETERS[picture.source]
    wanted = np.exp(rng.uniform(np.log(smallest), np.log(largest)))
    scale = np.clip(wanted / max(picture.diameter, 4.0), *SCALES[picture.source])
    turned = rng.random() < 0.35
    outer = int(size * 1.3) if turned else size
    stretch = np.exp(rng.uniform(-0.12, 0.12))
    rows, columns = int(round(outer / scale * stretch)), int(round(outer / scale / stretch))
    planes = picture.image, picture.label, picture.distance
    height, width = picture.image.shape
    down, right = max(0, rows - height), max(0, columns - width)
    if down or right:
        top, left = int(rng.integers(0, down + 1)), int(rng.integers(0, right + 1))
        planes = [cv2.copyMakeBorder(p, top, down - top, left, right - left, cv2.BORDER_REFLECT) for p in planes]
        height, width = planes[0].shape
    for _ in range(4):  # prefer a crop with some foreground
        y, x = int(rng.integers(0, height - rows + 1)), int(rng.integers(0, width - columns + 1))
        if np.count_nonzero(planes[1][y:y + rows:8, x:x + columns:8]) > 0.03 * rows * columns / 64:
            break
    image, label, distance = (p[y:y + rows, x:x + columns] for p in planes)
    soft = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    image = cv2.resize(image, (outer, outer), interpolation=soft)
    label = cv2.resize(label, (outer, outer), interpolation=cv2.INTER_NEAREST)
    distance = cv2.resize(distance, (outer, outer), interpolation=soft)
    if turned:
        turn = cv2.getRotationMatrix2D((outer / 2, outer / 2), rng.uniform(-45, 45), 1)
        shift = (outer - size) / 2
        turn[:, 2] -= shift
        image, label, distance = (
            cv2.warpAffine(p, turn, (size, size), flags=f, borderMode=cv2.BORDER_REFLECT)
            for p, f in ((image, cv2.INTER_LINEAR), (label, cv2.INTER_NEAREST), (distance, cv2.INTER_LINEAR)))
    quarter, mirror = int(rng.integers(0, 4)), rng.random() < 0.5
    out = []
    for plane in (image, label, distance):
        plane = np.rot90(plane, quarter)
        out.append(np.ascontiguousarray(plane[:, ::-1] if mirror else plane))
    return out


def burn_in(image, rng):
    """Letters or a scale bar, as figures carry them; the truth stays what lies beneath."""
    grey = int(rng.choice([0, 255]))
    size = image.shape[0]
    at = int(rng.integers(0, size)), int(rng.integers(10, size))
    if rng.random() < 0.6:
        text = "".join(rng.choice(list("abcdeABCDE 0123456789nmµm")) for _ in range(int(rng.integers(1, 8))))
        cv2.putText(image, text, at, int(rng.integers(0, 4)), rng.uniform(0.4, 1.6), grey, int(rng.integers(1, 3)))
    else:
        cv2.rectangle(image, at, (at[0] + int(rng.integers(20, 120)), at[1] + int(rng.integers(2, 9))), grey, -1)


def shading(size, rng):
    coarse = rng.normal(0, 1, (3, 3)).astype(np.float32)
    return cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)


def degrade(image, picture, rng):
    size = image.shape[0]
    if rng.random() < 0.12:
        burn_in(image, rng)
    gamma = np.exp(rng.uniform(-0.5, 0.5)) if rng.random() < 0.7 else 1.0
    spread = (picture.high - picture.low) * 0.08
    low, high = picture.low + rng.normal(0, spread) * 0.5, picture.high + rng.normal(0, spread)
    x = grey_law(picture.histogram, low, high, gamma, rng.random() < 0.05)[image]
    if rng.random() < 0.3:
        x = cv2.GaussianBlur(x, (0, 0), rng.uniform(0.4, 1.8))
    if rng.random() < 0.3:
        x = x + rng.uniform(0.1, 0.5) * shading(size, rng)
    if rng.random() < 0.45:
        noise = rng.normal(0, rng.uniform(0.05, 0.5), x.shape).astype(np.float32)
        if rng.random() < 0.3:
            noise = 2 * cv2.GaussianBlur(noise, (0, 0), 0.8)
        x = x + noise
    if rng.random() < 0.5:
        x = x * np.exp(rng.normal(0, 0.12)) + rng.normal(0, 0.15)
    return x.astype(np.float32)


def targets(label, distance):
    """Foreground, boundary, distance (0..1) and the mark of pixels between touching particles."""
    inside = label > 0
    largest = cv2.dilate(label, RIM)
    smallest = cv2.erode(label, RIM)
    nearest = cv2.erode(np.where(inside, label, 65535).astype(np.uint16), RIM)
    rim = inside & ((largest != label) | (smallest != label))
    touching = (largest > 0) & (nearest != largest)
    return np.stack([inside, rim, distance / 255.0, touching]).astype(np.float32)


def sample(picture, size, rng):
    image, label, distance = crop(picture, size, rng)
    return degrade(image, picture, rng)[None], targets(label, distance)
