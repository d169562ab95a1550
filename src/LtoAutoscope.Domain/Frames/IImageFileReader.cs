namespace LtoAutoscope.Domain.Frames;

/// <summary>Reads a picture file of any format that microscopes write.</summary>
public interface IImageFileReader
{
    /// <summary>Reads the first page of a file as a grey image, 8 or 16 bits.</summary>
    /// <exception cref="InputException">The file is no picture, is not whole, or cannot be read; the message names it.</exception>
    GreyImage Read(string path);
}
