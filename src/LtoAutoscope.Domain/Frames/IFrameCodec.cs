namespace LtoAutoscope.Domain.Frames;

/// <summary>Turns a frame into the bytes of a file and back, metadata included. The run folder's frames are TIFF; the codec lives with the image formats.</summary>
public interface IFrameCodec
{
    /// <summary>File extension with its dot, such as <c>.tif</c>.</summary>
    string Extension { get; }

    /// <summary>Writes a frame with its metadata.</summary>
    void Write(Frame frame, Stream destination);

    /// <summary>Reads a frame that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InputException">The bytes are no such file.</exception>
    Frame Read(Stream source, string name);
}
