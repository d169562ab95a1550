using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// The OME-XML of a mosaic: one image of one plane, its pixel size and stage position with units, the instrument, key-value pairs with the run and the conditions, the frames as rectangles (regions of interest, named by
/// their ids), and the metadata of the first frame whole, as our own frames carry it.
/// </summary>
/// <remarks>Source: Open Microscopy Environment, OME model schema 2016-06, whose order of elements it keeps.</remarks>
public static class OmeMosaicDescription
{
    /// <summary>Namespace of the key-value pairs.</summary>
    public const string ValuesNamespace = "lto-autoscope/mosaic/1";

    /// <summary>Namespace of the list of frames.</summary>
    public const string FramesNamespace = "lto-autoscope/mosaic-frames/1";

    /// <summary>Namespace of the first frame's metadata: not that of a frame's own, so that no reader takes the mosaic for the frame.</summary>
    public const string FrameNamespace = "lto-autoscope/mosaic-first-frame/1";

    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    /// <summary>The XML, pure ASCII.</summary>
    public static string Write(OmeMosaic mosaic)
    {
        ArgumentNullException.ThrowIfNull(mosaic);
        XElement root = new(Ome + "OME", new XAttribute("Creator", "LtoAutoscope"));
        if (mosaic.Frame is { } frame) root.Add(Instrument(frame));
        root.Add(Image(mosaic), Annotations(mosaic));
        for (int i = 0; i < mosaic.Frames.Count; i++) root.Add(Roi(mosaic.Frames[i], i));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = Encoding.ASCII })) new XDocument(root).Save(writer);
        return Encoding.ASCII.GetString(stream.ToArray());
    }

    private static XElement Instrument(FrameMetadata frame)
    {
        var microscope = new XElement(Ome + "Microscope", new XAttribute("Type", "Other"));
        if (frame.Vendor.Length > 0) microscope.Add(new XAttribute("Manufacturer", frame.Vendor));
        if (frame.Instrument.Length > 0) microscope.Add(new XAttribute("Model", frame.Instrument));
        if (frame.SerialNumber.Length > 0) microscope.Add(new XAttribute("SerialNumber", frame.SerialNumber));
        var instrument = new XElement(Ome + "Instrument", new XAttribute("ID", "Instrument:0"), microscope);
        if (frame.Detector.Length > 0) instrument.Add(new XElement(Ome + "Detector", new XAttribute("ID", "Detector:0:0"), new XAttribute("Type", "Other"), new XAttribute("Model", frame.Detector)));
        return instrument;
    }

    private static XElement Image(OmeMosaic mosaic)
    {
        var image = new XElement(Ome + "Image", new XAttribute("ID", "Image:0"), new XAttribute("Name", mosaic.Name));
        if (mosaic.AcquiredAt is { } at) image.Add(new XElement(Ome + "AcquisitionDate", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)));
        if (mosaic.Description.Length > 0) image.Add(new XElement(Ome + "Description", mosaic.Description));
        if (mosaic.Frame is not null) image.Add(new XElement(Ome + "InstrumentRef", new XAttribute("ID", "Instrument:0")));
        if (mosaic.Centre is { } centre)
            image.Add(new XElement(Ome + "StageLabel", new XAttribute("Name", "middle of the mosaic"), new XAttribute("X", Number(centre.XMm)), new XAttribute("XUnit", "mm"), new XAttribute("Y", Number(centre.YMm)), new XAttribute("YUnit", "mm")));
        image.Add(Pixels(mosaic));
        for (int i = 0; i < mosaic.Frames.Count; i++) image.Add(new XElement(Ome + "ROIRef", new XAttribute("ID", $"ROI:{i}")));
        image.Add(new XElement(Ome + "AnnotationRef", new XAttribute("ID", "Annotation:0")), new XElement(Ome + "AnnotationRef", new XAttribute("ID", "Annotation:1")));
        if (mosaic.Frame is not null) image.Add(new XElement(Ome + "AnnotationRef", new XAttribute("ID", "Annotation:2")));
        return image;
    }

    private static XElement Pixels(OmeMosaic mosaic)
    {
        PyramidTiffShape shape = mosaic.Shape;
        var pixels = new XElement(Ome + "Pixels", new XAttribute("ID", "Pixels:0"), new XAttribute("DimensionOrder", "XYCZT"), new XAttribute("Type", shape.BitsPerPixel == 16 ? "uint16" : "uint8"),
            new XAttribute("SizeX", shape.WidthPx), new XAttribute("SizeY", shape.HeightPx), new XAttribute("SizeC", 1), new XAttribute("SizeZ", 1), new XAttribute("SizeT", 1));
        if (shape.PixelSizeNm is { } size)
            pixels.Add(new XAttribute("PhysicalSizeX", Number(size)), new XAttribute("PhysicalSizeXUnit", "nm"), new XAttribute("PhysicalSizeY", Number(size)), new XAttribute("PhysicalSizeYUnit", "nm"));
        pixels.Add(
            new XElement(Ome + "Channel", new XAttribute("ID", "Channel:0:0"), new XAttribute("SamplesPerPixel", 1), new XAttribute("Name", mosaic.Frame?.Detector is { Length: > 0 } detector ? detector : "electrons")),
            new XElement(Ome + "TiffData", new XAttribute("IFD", 0), new XAttribute("PlaneCount", 1)));
        var plane = new XElement(Ome + "Plane", new XAttribute("TheZ", 0), new XAttribute("TheT", 0), new XAttribute("TheC", 0));
        if (mosaic.Centre is { } centre)
            plane.Add(new XAttribute("PositionX", Number(centre.XMm)), new XAttribute("PositionXUnit", "mm"), new XAttribute("PositionY", Number(centre.YMm)), new XAttribute("PositionYUnit", "mm"));
        pixels.Add(plane);
        return pixels;
    }

    private static XElement Annotations(OmeMosaic mosaic)
    {
        List<(string Key, string Value)> values = [.. mosaic.Values, .. Conditions(mosaic.Frame)];
        var annotations = new XElement(Ome + "StructuredAnnotations",
            new XElement(Ome + "MapAnnotation", new XAttribute("ID", "Annotation:0"), new XAttribute("Namespace", ValuesNamespace),
                new XElement(Ome + "Value", values.Select(pair => new XElement(Ome + "M", new XAttribute("K", pair.Key), pair.Value)))),
            new XElement(Ome + "CommentAnnotation", new XAttribute("ID", "Annotation:1"), new XAttribute("Namespace", FramesNamespace), new XElement(Ome + "Value", JsonSerializer.Serialize(mosaic.Frames, DomainJson.Line))));
        if (mosaic.Frame is { } frame)
            annotations.Add(new XElement(Ome + "CommentAnnotation", new XAttribute("ID", "Annotation:2"), new XAttribute("Namespace", FrameNamespace), new XElement(Ome + "Value", JsonSerializer.Serialize(frame, DomainJson.Line))));
        return annotations;
    }

    /// <summary>What the instrument told, for viewers that show key-value pairs.</summary>
    private static IEnumerable<(string Key, string Value)> Conditions(FrameMetadata? frame)
    {
        if (frame is null) yield break;
        foreach ((string key, double? value, string unit) in ((string, double?, string)[])
            [("beam energy", frame.BeamEnergyKv, "kV"), ("probe current", frame.ProbeCurrentPa, "pA"), ("dwell time a pixel", frame.DwellUs, "us"), ("working distance", frame.WorkingDistanceMm, "mm"), ("magnification", frame.Magnification, "x")])
            if (value is { } number) yield return (key, $"{Number(number)} {unit}");
        if (frame.Vendor.Length > 0) yield return ("vendor", frame.Vendor);
        if (frame.Detector.Length > 0) yield return ("detector", frame.Detector);
        if (frame.ScaleNote is { } note) yield return ("scale note", note);
        yield return ("simulated", frame.IsSimulated ? "yes" : "no");
    }

    private static XElement Roi(OmeMosaicFrame frame, int index) => new(Ome + "ROI", new XAttribute("ID", $"ROI:{index}"), new XAttribute("Name", frame.FrameId),
        new XElement(Ome + "Union", new XElement(Ome + "Rectangle", new XAttribute("ID", $"Shape:{index}:0"), new XAttribute("Text", frame.FrameId),
            new XAttribute("X", frame.XPx), new XAttribute("Y", frame.YPx), new XAttribute("Width", frame.WidthPx), new XAttribute("Height", frame.HeightPx))));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
