using System.Text.Json;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Daemon.Tests.Access;

public sealed class AccessFileTests
{
    private static string Config => ContentFolders.Locate().Config;

    [Fact]
    public void Schema_Shipped_HasExactlyTheKeysOfTheRecord()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Config, "access.schema.json")));
        AssertKeys(document.RootElement, typeof(AccessSettings));

        static void AssertKeys(JsonElement element, Type record)
        {
            var properties = record.GetProperties().Where(p => p.CanWrite).ToDictionary(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));
            var keys = element.GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
            Assert.Equal(properties.Keys.Order(), keys.Keys.Order());
            foreach ((string key, JsonElement value) in keys)
            {
                Type inner = properties[key].PropertyType;
                if (value.TryGetProperty("items", out JsonElement items) && items.TryGetProperty("properties", out _)) AssertKeys(items, inner.GetGenericArguments()[0]);
                else if (value.TryGetProperty("properties", out _)) AssertKeys(value, inner);
            }
        }
    }

    /// <summary>The shipped file says what holds without it.</summary>
    [Fact]
    public void Load_Shipped_IsTheDefaults() => Assert.Equal(JsonSerializer.Serialize(new AccessSettings()), JsonSerializer.Serialize(AccessFile.Load(Config)));

    /// <summary>Whoever takes the comment signs away gets what the file says.</summary>
    [Fact]
    public void Load_ShippedExampleWithoutCommentSigns_IsSound()
    {
        string[] lines = [.. File.ReadAllLines(Path.Combine(Config, AccessFile.FileName)).Where(line => !line.StartsWith('#') || IsExample(line)).Select(line => line.StartsWith("# ", StringComparison.Ordinal) ? line[2..] : line)];
        AccessSettings settings = StrictYaml.Parse<AccessSettings>(string.Join('\n', lines), AccessFile.FileName);
        Assert.Empty(settings.Validate());
        Assert.Equal("sem.lab.example", settings.HostNames[0]);
        Assert.Equal(AccountRole.Scientist, settings.OpenidConnect!.Roles[1].Role);

        static bool IsExample(string line) => System.Text.RegularExpressions.Regex.IsMatch(line, "^# ( *- \\{| *[a-z_]+:( |$))") && !line.Contains("yaml-language", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sign_in: { attempts: 0 }\n", "sign_in.attempts")]
    [InlineData("sign_in: { session_days: 400 }\n", "sign_in.session_days")]
    [InlineData("host_names: ['a b']\n", "host_names[0]")]
    [InlineData("request_mib: 0\n", "request_mib")]
    [InlineData("openid_connect: { authority: 'http://login.lab.example', client_id: a, roles: [{ value: x, role: viewer }] }\n", "openid_connect.authority")]
    [InlineData("openid_connect: { authority: 'https://login.lab.example', client_id: a }\n", "openid_connect.roles")]
    [InlineData("openid_connect: { authority: 'https://login.lab.example', client_id: a, scopes: [profile], roles: [{ value: x, role: viewer }] }\n", "openid_connect.scopes")]
    public void Validate_Fault_NamesTheKey(string yaml, string word)
        => Assert.Contains(StrictYaml.Parse<AccessSettings>(yaml, "access.yaml").Validate(), problem => problem.Contains(word, StringComparison.Ordinal));
}
