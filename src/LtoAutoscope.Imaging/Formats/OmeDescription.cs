using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// The OME-XML that stands in the ImageDescription of a TIFF: pixel size for Fiji (Bio-Formats), QuPath, napari and OMERO, and our
/// own metadata as JSON in a comment annotation.
/// </summary>
/// <param name="PhysicalSizeXNm">PhysicalSizeX, nm, or null.</param>
/// <param name="PhysicalSizeYNm">PhysicalSizeY, nm, or null.</param>
/// <param name="Metadata">Our own metadata, or null in a file from elsewhere.</param>
/// <remarks>Source: Open Microscopy Environment, OME model schema 2016-06 and OME-TIFF specification.</remarks>
internal sealed record OmeDescription(double? PhysicalSizeXNm, double? PhysicalSizeYNm, FrameMetadata? Metadata)
{
    internal const string AnnotationNamespace = "lto-autoscope/frame/1";
    private const string Schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    /// <summary>The XML for a frame, pure ASCII (other characters as references, since the tag is ASCII).</summary>
    internal static string Write(FrameMetadata metadata)
    {
        XNamespace ome = Schema;
        var pixels = new XElement(ome + "Pixels",
            new XAttribute("ID", "Pixels:0"),
            new XAttribute("DimensionOrder", "XYCZT"),
            new XAttribute("Type", metadata.BitsPerPixel == 16 ? "uint16" : "uint8"),
            new XAttribute("SizeX", metadata.WidthPx), new XAttribute("SizeY", metadata.HeightPx),
            new XAttribute("SizeC", 1), new XAttribute("SizeZ", 1), new XAttribute("SizeT", 1));
        if (metadata.PixelSizeNm is double size)
        {
            string text = size.ToString("R", CultureInfo.InvariantCulture);
            pixels.Add(new XAttribute("PhysicalSizeX", text), new XAttribute("PhysicalSizeXUnit", "nm"),
                new XAttribute("PhysicalSizeY", text), new XAttribute("PhysicalSizeYUnit", "nm"));
        }

        pixels.Add(new XElement(ome + "Channel", new XAttribute("ID", "Channel:0:0"), new XAttribute("SamplesPerPixel", 1)),
            new XElement(ome + "TiffData", new XAttribute("IFD", 0), new XAttribute("PlaneCount", 1)));
        var document = new XDocument(new XElement(ome + "OME",
            new XElement(ome + "Image", new XAttribute("ID", "Image:0"), new XAttribute("Name", metadata.FrameId), pixels),
            new XElement(ome + "StructuredAnnotations",
                new XElement(ome + "CommentAnnotation", new XAttribute("ID", "Annotation:0"), new XAttribute("Namespace", AnnotationNamespace),
                    new XElement(ome + "Value", JsonSerializer.Serialize(metadata, DomainJson.Line))))));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = Encoding.ASCII })) document.Save(writer);
        return Encoding.ASCII.GetString(stream.ToArray());
    }

    /// <summary>What a description tells; null when it is no OME-XML.</summary>
    internal static OmeDescription? TryParse(string? description)
    {
        if (description is null || !description.Contains("<OME", StringComparison.Ordinal)) return null;
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(description.TrimEnd('\0', ' ', '\n', '\r')), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            XElement? root = XDocument.Load(reader).Root;
            XElement? pixels = root?.Descendants().FirstOrDefault(static e => e.Name.LocalName == "Pixels");
            string? json = root?.Descendants()
                .FirstOrDefault(static e => e.Name.LocalName == "CommentAnnotation" && (string?)e.Attribute("Namespace") == AnnotationNamespace)?
                .Elements().FirstOrDefault(static e => e.Name.LocalName == "Value")?.Value;
            FrameMetadata? metadata = json is null ? null : JsonSerializer.Deserialize<FrameMetadata>(json, DomainJson.Line);
            return new OmeDescription(Size(pixels, "PhysicalSizeX"), Size(pixels, "PhysicalSizeY"), metadata);
        }
        catch (Exception e) when (e is XmlException or JsonException)
        {
            return null;
        }
    }

    private static double? Size(XElement? pixels, string name)
    {
        if (!double.TryParse((string?)pixels?.Attribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return null;
        return LengthUnit.NanometresPer((string?)pixels?.Attribute(name + "Unit") ?? "µm") * value;
    }
}
