// The 3D side of the page Cell model: one box of voxels in one canvas.
import * as THREE from "../lib/three/three.module.js";
import { OrbitControls } from "../lib/three/controls/OrbitControls.js";

const AXES = { x: 0, y: 1, z: 2 };
// From where all three cut faces are seen.
const START = new THREE.Vector3(1.35, 1.05, 0.85).normalize();

/** Reads the bytes of `surface.bin`. */
export function readSurface(buffer) {
  const view = new DataView(buffer);
  if (view.getUint32(0, false) !== 0x4c544f53 || view.getUint32(4, true) !== 1) throw new Error("The surface is of another version; reload the page.");
  const vertices = view.getUint32(8, true), triangles = view.getUint32(12, true), places = Math.floor((6 * vertices + 3) / 4) * 4;
  const steps = new Uint16Array(buffer, 16, 3 * vertices), positions = new Float32Array(3 * vertices);
  for (let i = 0; i < steps.length; i++) positions[i] = steps[i] / 256;
  return {
    positions, inside: new Uint32Array(buffer, 16 + places, vertices), outside: new Uint32Array(buffer, 16 + places + 4 * vertices, vertices),
    corners: new Uint32Array(buffer, 16 + places + 8 * vertices, 3 * triangles),
  };
}

export class CellScene {
  #renderer; #scene = new THREE.Scene(); #camera; #controls; #group = new THREE.Group(); #mesh; #surface; #cap; #texture; #outline; #letters = []; #plane = new THREE.Plane(new THREE.Vector3(-1, 0, 0), 0);
  #size; #voxel; #labels; #field; #lut; #solid; #cut = { axis: "none", at: 1 }; #frame = 0; #sizes; #reach = 1;

  /** @param canvas the canvas. @param moved called after the person turned or moved the box. */
  constructor(canvas, moved) {
    this.canvas = canvas;
    this.#renderer = new THREE.WebGLRenderer({ canvas, antialias: true, preserveDrawingBuffer: true });
    this.#renderer.localClippingEnabled = true;
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.#camera = new THREE.OrthographicCamera(-1, 1, 1, -1, 0.01, 100);
    this.#camera.up.set(0, 0, 1);
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.enableDamping = false;
    this.#controls.minZoom = 0.4;
    this.#controls.maxZoom = 20;
    this.#controls.addEventListener("change", () => { this.draw(); moved(this); });
    const sun = new THREE.DirectionalLight(0xffffff, 1.6);
    sun.position.set(0.4, 0.8, 1);
    this.#camera.add(sun);
    this.#scene.add(new THREE.HemisphereLight(0xffffff, 0x8090a0, 1.7), this.#camera, this.#group);
    this.reset();
    this.#sizes = new ResizeObserver(() => this.#resize());
    this.#sizes.observe(canvas.parentElement);
    this.#resize();
  }

  /** Takes a box: its size in voxels, a voxel's edge in nm, the labels and the surface. */
  setBox(size, voxelNm, labels, surface) {
    this.#clear();
    [this.#size, this.#voxel, this.#labels, this.#surface] = [size, voxelNm, labels, surface];
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(surface.positions, 3));
    geometry.setAttribute("color", new THREE.BufferAttribute(new Float32Array(surface.positions.length), 3));
    geometry.setIndex(new THREE.BufferAttribute(surface.corners, 1));
    geometry.computeVertexNormals();
    this.#mesh = new THREE.Mesh(geometry, new THREE.MeshLambertMaterial({ vertexColors: true, side: THREE.DoubleSide, clippingPlanes: [] }));
    this.#group.add(this.#mesh);
    this.#outline = new THREE.LineSegments(new THREE.EdgesGeometry(new THREE.BoxGeometry(...size)), new THREE.LineBasicMaterial());
    this.#outline.position.set(size[0] / 2, size[1] / 2, size[2] / 2);
    this.#group.add(this.#outline);
    this.#group.scale.setScalar(voxelNm);
    this.#group.position.set(...size.map(n => -n * voxelNm / 2));
  }

  /** The longest edge, nm. */
  get edge() { return Math.max(...this.#size) * this.#voxel; }

  /** Frames so many nm. */
  setReach(nm) {
    this.#reach = nm;
    this.#resize();
  }

  /** Inks of the theme. */
  setInks(inks) {
    this.#scene.background = new THREE.Color(inks.ground);
    this.#outline?.material.color.set(inks.line);
    this.#solid = new THREE.Color(inks.solid);
    for (const letter of this.#letters) { letter.material.map.dispose(); letter.material.dispose(); this.#group.remove(letter); }
    this.#letters = !this.#size ? [] : ["x", "y", "z"].map((name, i) => {
      const letter = sprite(name, inks.text), size = this.#size, far = Math.max(...size) * 0.07;
      const at = [[size[0] / 2, size[1] + far, 0], [size[0] + far, size[1] / 2, 0], [size[0] + far * 0.7, -far * 0.7, size[2] / 2]][i];
      letter.position.set(...at);
      letter.scale.setScalar(Math.max(...size) * 0.09);
      this.#group.add(letter);
      return letter;
    });
    this.#colour();
  }

  /** The field's bytes and the colour of each byte, as 256 × [r, g, b] of 0…255. */
  setField(bytes, lut) {
    [this.#field, this.#lut] = [bytes, lut];
    this.#colour();
  }

  /** Cuts across an axis ("none", "x", "y", "z") at a share of the edge. */
  setCut(axis, at) {
    this.#cut = { axis, at };
    this.#colourCap();
    this.draw();
  }

  /** The first view. */
  reset() {
    this.#controls.target.set(0, 0, 0);
    this.#camera.position.copy(START).multiplyScalar(4 * this.#reach);
    this.#camera.zoom = 1;
    this.#camera.updateProjectionMatrix();
    this.#controls.update();
    this.draw();
  }

  /** Turns by angles, in radians. */
  turn(around, over) {
    const offset = this.#camera.position.clone().sub(this.#controls.target), sphere = new THREE.Spherical().setFromVector3(new THREE.Vector3(offset.x, offset.z, -offset.y));
    sphere.theta += around;
    sphere.phi = Math.min(Math.max(sphere.phi + over, 0.05), Math.PI - 0.05);
    const turned = new THREE.Vector3().setFromSpherical(sphere);
    this.#camera.position.set(turned.x, -turned.z, turned.y).add(this.#controls.target);
    this.#controls.update();
  }

  /** Nearer (factor over 1) or farther. */
  zoom(factor) {
    this.#camera.zoom = Math.min(Math.max(this.#camera.zoom * factor, 0.4), 20);
    this.#camera.updateProjectionMatrix();
    this.#controls.update();
    this.#controls.dispatchEvent({ type: "change" });
  }

  /** Looks as another scene does. */
  follow(other) {
    this.#camera.position.copy(other.#camera.position);
    this.#controls.target.copy(other.#controls.target);
    this.#camera.zoom = other.#camera.zoom;
    this.#camera.lookAt(this.#controls.target);
    this.#camera.updateProjectionMatrix();
    this.draw();
  }

  /** Pixels of the screen a nm. */
  get pixelsPerNm() {
    return this.canvas.clientHeight / (this.#camera.top - this.#camera.bottom) * this.#camera.zoom;
  }

  /** What lies under a point of the canvas (client coordinates): { voxel, place: [x, y, z] in nm, byte, label } or null. */
  probe(clientX, clientY) {
    if (!this.#field) return null;
    const rect = this.canvas.getBoundingClientRect(), caster = new THREE.Raycaster();
    caster.setFromCamera(new THREE.Vector2((clientX - rect.left) / rect.width * 2 - 1, 1 - (clientY - rect.top) / rect.height * 2), this.#camera);
    const from = this.#group.worldToLocal(caster.ray.origin.clone()), to = this.#group.worldToLocal(caster.ray.origin.clone().add(caster.ray.direction));
    const way = to.sub(from).normalize(), ends = this.#size.slice(), axis = AXES[this.#cut.axis];
    if (axis !== undefined) ends[axis] = this.#cut.at * this.#size[axis];
    let enter = 0, leave = Infinity, side = -1;
    for (let a = 0; a < 3; a++) {
      const o = from.getComponent(a), w = way.getComponent(a);
      if (Math.abs(w) < 1e-12) { if (o < 0 || o > ends[a]) return null; continue; }
      const one = -o / w, other = (ends[a] - o) / w, near = Math.min(one, other);
      if (near > enter) [enter, side] = [near, a];
      leave = Math.min(leave, Math.max(one, other));
    }
    if (enter >= leave) return null;
    const onCut = side === axis && way.getComponent(side) < 0;
    let before = -1;
    for (let s = enter + 1e-4; s < leave; s += 0.1) {
      const cell = [0, 1, 2].map(a => Math.min(Math.max(Math.floor(from.getComponent(a) + s * way.getComponent(a)), 0), this.#size[a] - 1));
      const voxel = cell[0] + this.#size[0] * (cell[1] + this.#size[1] * cell[2]);
      const first = s === enter + 1e-4;
      if (this.#labels[voxel] > 0 || (first && onCut && this.#field[voxel] > 0)) {
        // A field of the pores is read just before the surface that is seen.
        const read = this.#field[voxel] === 0 && before >= 0 && this.#field[before] > 0 ? before : voxel;
        return { voxel: read, place: cell.map(n => (n + 0.5) * this.#voxel), byte: this.#field[read], label: this.#labels[voxel] };
      }
      before = voxel;
    }
    return null;
  }

  /** Draws at the next frame. */
  draw() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#renderer.render(this.#scene, this.#camera);
    });
  }

  /** The picture as a PNG address. */
  picture() {
    this.#renderer.render(this.#scene, this.#camera);
    return this.canvas.toDataURL("image/png");
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    this.#clear();
    for (const letter of this.#letters) { letter.material.map.dispose(); letter.material.dispose(); }
    this.#controls.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  #clear() {
    for (const part of [this.#mesh, this.#cap, this.#outline]) {
      if (!part) continue;
      this.#group.remove(part);
      part.geometry.dispose();
      part.material.dispose();
    }
    this.#texture?.dispose();
    this.#mesh = this.#cap = this.#outline = this.#texture = this.#field = undefined;
  }

  #resize() {
    const box = this.canvas.parentElement, width = box.clientWidth, height = box.clientHeight;
    if (!width || !height) return;
    this.#renderer.setSize(width, height, false);
    const half = this.#reach * 0.95;
    const wide = Math.max(1, width / height), high = Math.max(1, height / width);
    [this.#camera.left, this.#camera.right, this.#camera.top, this.#camera.bottom] = [-half * wide, half * wide, half * high, -half * high];
    const distance = this.#reach * 4, direction = this.#camera.position.clone().sub(this.#controls.target).normalize();
    this.#camera.position.copy(this.#controls.target).addScaledVector(direction, distance);
    [this.#camera.near, this.#camera.far] = [distance * 0.01, distance * 3];
    this.#camera.updateProjectionMatrix();
    this.draw();
  }

  #colour() {
    if (!this.#mesh || !this.#field || !this.#solid) return;
    const linear = new Float32Array(3 * 256), colour = new THREE.Color();
    for (let b = 0; b < 256; b++) {
      if (b === 0) colour.copy(this.#solid);
      else colour.setRGB(this.#lut[3 * b] / 255, this.#lut[3 * b + 1] / 255, this.#lut[3 * b + 2] / 255, THREE.SRGBColorSpace);
      colour.toArray(linear, 3 * b);
    }
    const { inside, outside } = this.#surface, colours = this.#mesh.geometry.attributes.color.array, none = 0xffffffff;
    for (let i = 0; i < inside.length; i++) {
      const byte = this.#field[inside[i]] || (outside[i] === none ? 0 : this.#field[outside[i]]);
      colours[3 * i] = linear[3 * byte]; colours[3 * i + 1] = linear[3 * byte + 1]; colours[3 * i + 2] = linear[3 * byte + 2];
    }
    this.#mesh.geometry.attributes.color.needsUpdate = true;
    this.#colourCap();
    this.draw();
  }

  #colourCap() {
    if (!this.#mesh) return;
    const axis = AXES[this.#cut.axis];
    if (this.#cap) { this.#group.remove(this.#cap); this.#cap.geometry.dispose(); this.#cap.material.dispose(); this.#texture.dispose(); this.#cap = undefined; }
    this.#mesh.material.clippingPlanes = [];
    if (axis === undefined || !this.#field || !this.#solid) return;
    const size = this.#size, at = this.#cut.at * size[axis], layer = Math.min(Math.floor(at - 1e-6 < 0 ? 0 : at - 1e-6), size[axis] - 1), [u, v] = [[1, 2], [0, 2], [0, 1]][axis];
    const normal = new THREE.Vector3();
    normal.setComponent(axis, -1);
    // Clipping planes live in the world, whose origin is the box's middle.
    this.#plane.set(normal, (at - size[axis] / 2) * this.#voxel);
    this.#mesh.material.clippingPlanes = [this.#plane];
    const pixels = new Uint8Array(4 * size[u] * size[v]), place = [0, 0, 0], solid = this.#solid.clone().convertLinearToSRGB();
    place[axis] = layer;
    for (let row = 0; row < size[v]; row++) {
      for (let column = 0; column < size[u]; column++) {
        [place[u], place[v]] = [column, row];
        const voxel = place[0] + size[0] * (place[1] + size[1] * place[2]), byte = this.#field[voxel], to = 4 * (column + size[u] * row);
        if (byte > 0) pixels.set([this.#lut[3 * byte], this.#lut[3 * byte + 1], this.#lut[3 * byte + 2], 255], to);
        else if (this.#labels[voxel] > 0) pixels.set([solid.r * 255, solid.g * 255, solid.b * 255, 255], to);
      }
    }
    this.#texture = new THREE.DataTexture(pixels, size[u], size[v]);
    this.#texture.colorSpace = THREE.SRGBColorSpace;
    this.#texture.magFilter = this.#texture.minFilter = THREE.NearestFilter;
    this.#texture.needsUpdate = true;
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([cu, cv]) => { const p = [0, 0, 0]; p[axis] = at; p[u] = cu * size[u]; p[v] = cv * size[v]; return p; });
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.Float32BufferAttribute(corners.flat(), 3));
    geometry.setAttribute("uv", new THREE.Float32BufferAttribute([0, 0, 1, 0, 1, 1, 0, 1], 2));
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.#cap = new THREE.Mesh(geometry, new THREE.MeshBasicMaterial({ map: this.#texture, side: THREE.DoubleSide, alphaTest: 0.5 }));
    this.#group.add(this.#cap);
  }
}

function sprite(text, colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d");
  pen.fillStyle = colour;
  pen.font = "600 44px Inter, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, 32, 32);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = THREE.SRGBColorSpace;
  return new THREE.Sprite(new THREE.SpriteMaterial({ map: texture, depthTest: false, transparent: true }));
}
