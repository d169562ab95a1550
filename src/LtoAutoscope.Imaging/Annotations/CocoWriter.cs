using System.Globalization;
using System.Text.Json;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// Writes outlines as COCO JSON (object detection), picture by picture: one annotation a particle with polygons, bounding box and area,
/// one category <c>particle</c>. CVAT, Label Studio, Roboflow and pycocotools read it.
/// </summary>
/// <remarks>
/// Source: cocodataset.org, data format. The key <c>label</c>, the particle's number in the label map, is an addition. Thread safety: one thread.
/// </remarks>
public sealed class CocoWriter : IDisposable
{
    /// <summary>The name of the one category.</summary>
    public const string Category = "particle";

    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter _annotations;
    private readonly List<PictureSource> _pictures = [];
    private int _count;

    /// <summary>A document without pictures.</summary>
    public CocoWriter()
    {
        _annotations = new Utf8JsonWriter(_buffer);
        _annotations.WriteStartArray();
    }

    /// <summary>Adds a picture and its particles.</summary>
    public void Add(AnnotatedPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        _pictures.Add(picture.Source);
        foreach (ParticleMask mask in ParticleMask.All(picture.Labels)) WriteAnnotation(mask);
        _annotations.Flush();
    }

    /// <summary>The document as UTF-8; nothing can be added afterwards.</summary>
    public byte[] Finish(string description, DateTimeOffset madeAt)
    {
        _annotations.WriteEndArray();
        _annotations.Flush();
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document))
        {
            json.WriteStartObject();
            json.WriteStartObject("info");
            json.WriteString("description", description);
            json.WriteString("date_created", madeAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteStartArray("licenses");
            json.WriteEndArray();
            json.WriteStartArray("categories");
            json.WriteStartObject();
            json.WriteNumber("id", 1);
            json.WriteString("name", Category);
            json.WriteString("supercategory", "");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("images");
            for (int i = 0; i < _pictures.Count; i++) WriteImage(json, i + 1, _pictures[i]);
            json.WriteEndArray();
            json.WritePropertyName("annotations");
            json.WriteRawValue(_buffer.GetBuffer().AsSpan(0, (int)_buffer.Length));
            json.WriteEndObject();
        }

        return document.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _annotations.Dispose();
        _buffer.Dispose();
    }

    private static void WriteImage(Utf8JsonWriter json, int id, PictureSource picture)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("file_name", picture.Name + ".png");
        json.WriteNumber("width", picture.WidthPx);
        json.WriteNumber("height", picture.HeightPx);
        json.WriteEndObject();
    }

    private void WriteAnnotation(ParticleMask mask)
    {
        _annotations.WriteStartObject();
        _annotations.WriteNumber("id", ++_count);
        _annotations.WriteNumber("image_id", _pictures.Count);
        _annotations.WriteNumber("category_id", 1);
        _annotations.WriteStartArray("segmentation");
        foreach (CornerPoint[] polygon in OutlinePolygons.Of(mask))
        {
            _annotations.WriteStartArray();
            foreach (CornerPoint corner in polygon)
            {
                _annotations.WriteNumberValue(corner.X);
                _annotations.WriteNumberValue(corner.Y);
            }

            _annotations.WriteEndArray();
        }

        _annotations.WriteEndArray();
        _annotations.WriteStartArray("bbox");
        foreach (int value in (ReadOnlySpan<int>)[mask.X, mask.Y, mask.Width, mask.Height]) _annotations.WriteNumberValue(value);
        _annotations.WriteEndArray();
        _annotations.WriteNumber("area", mask.Area);
        _annotations.WriteNumber("iscrowd", 0);
        _annotations.WriteNumber("label", mask.Label);
        _annotations.WriteEndObject();
    }
}
