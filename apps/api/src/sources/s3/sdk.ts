/** What is used of the library, in a file of its own: it is loaded with the first bucket, and never for a folder. */
export {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
export { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
