using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Pyramids;

namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>
/// The reduced frames of one run: for each frame grey planes from a quarter of its width down to one pixel, and, once it is analysed, how much of each pixel is particle and
/// the particles' sizes. Planes of at most 1/32 are in memory, so that the picture of a whole run of ten thousand frames needs no disk.
/// </summary>
/// <remarks>Thread-safe. Everything here can be made again from the run folder.</remarks>
internal sealed class ReducedFrames(FramePack pack)
{
    /// <summary>The first reductions that are kept; finer ones are drawn from the frame itself.</summary>
    public const int FirstGrey = 2, FirstCoverage = 3;

    private const int FirstInMemory = 5;
    private const byte GreyKind = 1, AnalysisKind = 3;
    private const int MostPoints = 32;
    private const int GreyHead = 32, AnalysisHead = 16;
    private (ulong Stamp, SizeColumns Sizes)? _sizes; // asked for under the owner's gate

    /// <summary>What a frame's picture is known by: the beginning of its hash; 0 where it has none.</summary>
    public static ulong TagOf(FrameView frame)
        => frame.Sha256.Length >= 16 && ulong.TryParse(frame.Sha256.AsSpan(0, 16), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out ulong tag) ? tag
            : frame.Sha256.Length > 0 ? XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(frame.Sha256)) : 0;

    /// <summary>What a frame's analysis is known by; 0 before it.</summary>
    public static ulong AnalysisTagOf(FrameView frame)
        => frame.WholeCount is { } whole && TagOf(frame) is not 0 and var tag ? XxHash3.HashToUInt64(MemoryMarshal.AsBytes([tag, (ulong)whole, (ulong)(frame.BorderCount ?? 0)])) | 1 : 0;

    public bool HasGrey(FrameView frame) => TagOf(frame) is not 0 and var tag && pack.Find(GreyKind, frame.Metadata.FrameId)?.Tag == tag;

    public bool HasAnalysis(FrameView frame) => AnalysisTagOf(frame) is not 0 and var tag && pack.Find(AnalysisKind, frame.Metadata.FrameId)?.Tag == tag;

    public void Add(FrameView frame, FrameGreys greys)
    {
        IReadOnlyList<ReducedPlane> chain = greys.Whole.Chain();
        var small = new List<byte>(2048);
        Span<byte> head = stackalloc byte[GreyHead];
        BinaryPrimitives.WriteInt32LittleEndian(head, greys.Darkest);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], greys.Brightest);
        BinaryPrimitives.WriteDoubleLittleEndian(head[8..], greys.Low);
        BinaryPrimitives.WriteDoubleLittleEndian(head[16..], greys.High);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], greys.Whole.Width);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], greys.Whole.Height);
        small.AddRange(head);
        pack.Append(GreyKind, frame.Metadata.FrameId, TagOf(frame), Small(small, chain), Large(chain, FirstGrey));
    }

    public void Add(FrameView frame, IReadOnlyList<Particle> particles)
    {
        FrameMetadata of = frame.Metadata;
        Particle[] counted = [.. particles.Where(static particle => particle.Counts)];
        var small = new List<byte>(4096);
        Span<byte> head = stackalloc byte[AnalysisHead];
        BinaryPrimitives.WriteInt32LittleEndian(head, counted.Length);
        BinaryPrimitives.WriteSingleLittleEndian(head[4..], Median(counted));
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], of.WidthPx);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], of.HeightPx);
        small.AddRange(head);
        foreach (Particle particle in counted) small.AddRange(MemoryMarshal.AsBytes([(float)particle.DiameterNm, (float)particle.Weight]));
        ReducedPlane coverage = OverlayCanvas.Coverage(particles, of.WidthPx, of.HeightPx, FirstCoverage);
        IReadOnlyList<ReducedPlane> chain = coverage.Chain();
        pack.Append(AnalysisKind, of.FrameId, AnalysisTagOf(frame), Small(small, chain), [.. Large(chain, FirstCoverage), .. Shapes(particles)]);
    }

    /// <summary>The particles of a frame with outlines to the nearest pixel and of few points, for reductions at which no more is seen; empty before it is analysed.</summary>
    public IReadOnlyList<ParticleShape> ShapesOf(string frameId)
    {
        if (pack.Find(AnalysisKind, frameId) is not { } entry) return [];
        int width = BinaryPrimitives.ReadInt32LittleEndian(entry.Small.Span[8..]), height = BinaryPrimitives.ReadInt32LittleEndian(entry.Small.Span[12..]), from = 0;
        for (int r = FirstCoverage; r < FirstInMemory; r++) from += PyramidGeometry.Reduced(width, r) * PyramidGeometry.Reduced(height, r);
        var bytes = new byte[Math.Max(0, entry.Length - from)];
        if (!pack.TryRead(entry, from, bytes)) return [];
        List<ParticleShape> shapes = [];
        for (int at = 0; at + 6 <= bytes.Length;)
        {
            int points = bytes[at + 5];
            var outline = new float[2 * points];
            for (int i = 0; i < outline.Length; i++) outline[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at + 6 + 2 * i));
            shapes.Add(new ParticleShape(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)), bytes[at + 4] != 0, outline));
            at += 6 + 4 * points;
        }

        return shapes;
    }

    /// <summary>The darkest and brightest stored grey and the percentiles; null before the frame is prepared.</summary>
    public (int Darkest, int Brightest, double Low, double High)? GreysOf(string frameId)
        => pack.Find(GreyKind, frameId) is { } entry && entry.Small.Span is var head
            ? (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[4..]), BinaryPrimitives.ReadDoubleLittleEndian(head[8..]), BinaryPrimitives.ReadDoubleLittleEndian(head[16..]))
            : null;

    /// <summary>Median diameter of a frame's whole particles, nm; NaN without any.</summary>
    public float MedianOf(string frameId) => pack.Find(AnalysisKind, frameId) is { } entry ? BinaryPrimitives.ReadSingleLittleEndian(entry.Small.Span[4..]) : float.NaN;

    /// <summary>Diameter, nm, and statistical weight of each whole particle of a frame, one after the other.</summary>
    public ReadOnlySpan<float> SizesOf(string frameId)
        => pack.Find(AnalysisKind, frameId) is { } entry
            ? MemoryMarshal.Cast<byte, float>(entry.Small.Span.Slice(AnalysisHead, 8 * BinaryPrimitives.ReadInt32LittleEndian(entry.Small.Span)))
            : [];

    /// <summary>The sizes of all particles of frames that count; made anew only when there are others.</summary>
    public SizeColumns SizesOf(IReadOnlyList<FrameView> frames)
    {
        ulong stamp = 0;
        foreach (FrameView frame in frames)
            if (frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone) stamp = stamp * 31 + AnalysisTagOf(frame) + (HasAnalysis(frame) ? 1ul : 0);
        if (_sizes is not { } known || known.Stamp != stamp) _sizes = known = (stamp, SizeColumns.Of(frames, this));
        return known.Sizes;
    }

    /// <summary>A frame at a reduction of at least <see cref="FirstGrey"/>; null before it is prepared.</summary>
    public ReducedPlane? Grey(string frameId, int reduction)
        => pack.Find(GreyKind, frameId) is { } entry
            ? Plane(entry, GreyHead, FirstGrey, reduction, BinaryPrimitives.ReadInt32LittleEndian(entry.Small.Span[24..]), BinaryPrimitives.ReadInt32LittleEndian(entry.Small.Span[28..]))
            : null;

    /// <summary>A frame's coverage at a reduction of at least <see cref="FirstCoverage"/>; null before it is analysed.</summary>
    public ReducedPlane? Coverage(string frameId, int reduction)
        => pack.Find(AnalysisKind, frameId) is { } entry && entry.Small.Span is var head
            ? Plane(entry, AnalysisHead + 8 * BinaryPrimitives.ReadInt32LittleEndian(head), FirstCoverage, reduction, BinaryPrimitives.ReadInt32LittleEndian(head[8..]), BinaryPrimitives.ReadInt32LittleEndian(head[12..]))
            : null;

    private ReducedPlane? Plane(PackEntry entry, int head, int first, int reduction, int width, int height)
    {
        // The chain ends at one pixel.
        int last = first;
        while (PyramidGeometry.Reduced(width, last) > 1 || PyramidGeometry.Reduced(height, last) > 1) last++;
        int wanted = Math.Min(reduction, last), offset = 0;
        for (int r = wanted < FirstInMemory ? first : Math.Max(first, FirstInMemory); r < wanted; r++) offset += SizeAt(r);
        int size = SizeAt(wanted), w = PyramidGeometry.Reduced(width, wanted), h = PyramidGeometry.Reduced(height, wanted);
        if (wanted >= FirstInMemory) return new ReducedPlane(reduction, w, h, entry.Small.Slice(head + offset, size));
        var pixels = new byte[size];
        return pack.TryRead(entry, offset, pixels) ? new ReducedPlane(reduction, w, h, pixels) : null;

        int SizeAt(int r) => PyramidGeometry.Reduced(width, r) * PyramidGeometry.Reduced(height, r);
    }

    private static byte[] Small(List<byte> head, IReadOnlyList<ReducedPlane> chain)
    {
        foreach (ReducedPlane plane in chain.Where(static (plane) => plane.Reduction >= FirstInMemory)) head.AddRange(plane.Pixels.Span);
        return [.. head];
    }

    private static byte[] Large(IReadOnlyList<ReducedPlane> chain, int first)
        => [.. chain.Where(plane => plane.Reduction >= first && plane.Reduction < FirstInMemory).SelectMany(static plane => plane.Pixels.ToArray())];

    private static byte[] Shapes(IReadOnlyList<Particle> particles)
    {
        using var shapes = new MemoryStream();
        Span<byte> head = stackalloc byte[6], point = stackalloc byte[4];
        foreach (Particle particle in particles)
        {
            int all = particle.Outline.Count / 2, points = Math.Min(all, MostPoints);
            if (points < 3) continue;
            BinaryPrimitives.WriteSingleLittleEndian(head, (float)particle.DiameterNm);
            (head[4], head[5]) = (particle.Counts ? (byte)1 : (byte)0, (byte)points);
            shapes.Write(head);
            for (int i = 0; i < points; i++)
            {
                int from = 2 * (int)((long)i * all / points);
                BinaryPrimitives.WriteInt16LittleEndian(point, (short)Math.Round(particle.Outline[from]));
                BinaryPrimitives.WriteInt16LittleEndian(point[2..], (short)Math.Round(particle.Outline[from + 1]));
                shapes.Write(point);
            }
        }

        return shapes.ToArray();
    }

    private static float Median(Particle[] counted)
    {
        if (counted.Length == 0) return float.NaN;
        double[] sorted = [.. counted.Select(static particle => particle.DiameterNm).Order()];
        return (float)sorted[sorted.Length / 2];
    }
}
